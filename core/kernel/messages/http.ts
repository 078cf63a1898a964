/** Sentences of the room `http`, by stable code. */
export const httpMessages = {} as const;
