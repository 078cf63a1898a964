import { test } from '@jest/globals';

/** A test that needs something of the machine; where that is missing it is named as skipped, with the reason. */
export function testIf(condition: boolean, reason: string): (name: string, work: () => Promise<void>, milliseconds?: number) => void {
  return (name, work, milliseconds) => (condition ? test(name, work, milliseconds) : test.skip(`${name} (${reason})`, work, milliseconds));
}
