/** Why Trellis, or a command, cannot go on: one sentence that says what to do. Shown without a stack. */
export class StartError extends Error {
  constructor(sentence: string, options?: ErrorOptions) {
    super(sentence, options);
    this.name = 'StartError';
  }
}
