/** One environment variable that cannot be used. */
export interface ConfigMistake {
  readonly variable: string;
  readonly found: string;
  readonly valid: string;
}

/** The settings are wrong; the start is refused with one sentence a variable. */
export class ConfigError extends Error {
  constructor(readonly mistakes: readonly ConfigMistake[]) {
    super(mistakes.map(({ variable, found, valid }) => `${variable} is wrong: found ${found}, valid is ${valid}.`).join('\n'));
    this.name = 'ConfigError';
  }
}
