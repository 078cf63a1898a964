/** Injection token of the QueueAnswers. */
export const QUEUE = Symbol('queue');
