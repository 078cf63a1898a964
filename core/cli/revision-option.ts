import { Option } from 'commander';
import { UsageError } from './exit-status.js';

/** `--revision N`. */
export function revisionOption(description: string): Option {
  return new Option('--revision <number>', description).argParser((text) => {
    if (!/^\d{1,9}$/u.test(text)) throw new UsageError('A revision is a number, as "npx trellis workspace log" shows it.');
    return Number(text);
  });
}
