/** Sentences of the room `transfer`, by stable code. */
export const transferMessages = {} as const;
