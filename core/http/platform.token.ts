/** Injection token of the Platform that all controllers share. */
export const PLATFORM = Symbol('platform');
