/** Something that is the user's to do, as the server tells it. */
export interface DueItem {
  readonly entity: string;
  readonly id: string;
  readonly label: string | null;
  /** A day. */
  readonly due: string;
  readonly isOverdue: boolean;
  readonly isToday: boolean;
  /** Name of the action that ends it; null where it takes more than one. */
  readonly ends: string | null;
}

/** What is due in an answer; its whole form is the server's promise. */
export function dueItemsIn(json: unknown): readonly DueItem[] {
  return Array.isArray(json) ? json.filter(isDueItem) : [];
}

function isDueItem(json: unknown): json is DueItem {
  return typeof json === 'object' && json !== null && 'entity' in json && 'due' in json && 'isOverdue' in json;
}
