/** A moment, to the millisecond. */
export class InstantValue {
  private constructor(readonly milliseconds: number) {}

  static of(date: Date): InstantValue {
    return new InstantValue(date.getTime());
  }

  /** From RFC 3339 with Z or an offset; null when it is none. */
  static parse(text: string): InstantValue | null {
    if (!instantPattern.test(text)) return null;
    const milliseconds = Date.parse(text);
    return Number.isNaN(milliseconds) ? null : new InstantValue(milliseconds);
  }

  /** RFC 3339 in UTC with milliseconds. */
  get text(): string {
    return new Date(this.milliseconds).toISOString();
  }
}

const instantPattern = /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?(Z|[+-][0-9]{2}:[0-9]{2})$/u;
