/** Injection token of the settings the process was started with. */
export const CONFIG = Symbol('config');
