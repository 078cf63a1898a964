/** Sentences of the room `identity`, by stable code. */
export const identityMessages = {} as const;
