/** Sentences of the room `query`, by stable code. */
export const queryMessages = {} as const;
