/** Sentences of the room `records`, by stable code. */
export const recordsMessages = {} as const;
