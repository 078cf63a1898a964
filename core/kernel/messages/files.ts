/** Sentences of the room `files`, by stable code. */
export const filesMessages = {} as const;
