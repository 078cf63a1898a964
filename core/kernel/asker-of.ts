import type { Caller } from './caller.js';

/** Who reads what is refused: also where the platform does something on the way that the asker has no rights to. */
export function askerOf(caller: Caller): Caller {
  return caller.asker ?? caller;
}
