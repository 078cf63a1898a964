/** One entry of the bell, as the server tells it. */
export interface Notice {
  readonly id: string;
  readonly title: string;
  readonly text: string | null;
  readonly entity: string | null;
  readonly record: string | null;
  readonly at: string;
  readonly isRead: boolean;
  readonly isMention: boolean;
}

/** The notices in an answer; their whole form is the server's promise. */
export function noticesIn(json: unknown): readonly Notice[] {
  return Array.isArray(json) ? json.filter(isNotice) : [];
}

function isNotice(json: unknown): json is Notice {
  return typeof json === 'object' && json !== null && 'id' in json && 'title' in json && 'isRead' in json;
}
