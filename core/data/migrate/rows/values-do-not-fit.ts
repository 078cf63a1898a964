const mostTold = 10;

/** Values that a step makes break limits of their fields; nothing is written yet. */
export class ValuesDoNotFit extends Error {
  override readonly name = 'ValuesDoNotFit';

  /** A sentence for each. */
  constructor(wrong: readonly string[]) {
    const more = wrong.length > mostTold ? [`and ${wrong.length - mostTold} more in this batch`] : [];
    super(['values that no save would take', ...wrong.slice(0, mostTold), ...more].join('\n  '));
  }
}
