import type { Locale } from '../locale.js';
import { expressionMessages } from './expression.js';
import { fieldsMessages } from './fields.js';
import { filesMessages } from './files.js';
import { httpMessages } from './http.js';
import { identityMessages } from './identity.js';
import { notifyMessages } from './notify.js';
import { queryMessages } from './query.js';
import { recordsMessages } from './records.js';
import { transferMessages } from './transfer.js';
import { workflowsMessages } from './workflows.js';
import { workspaceMessages } from './workspace.js';

/** Every sentence a user may be told, by stable code; `{name}` is replaced by the parameter. One file a room. */
export const messages = {
  ...expressionMessages,
  ...fieldsMessages,
  ...filesMessages,
  ...httpMessages,
  ...identityMessages,
  ...notifyMessages,
  ...queryMessages,
  ...recordsMessages,
  ...transferMessages,
  ...workflowsMessages,
  ...workspaceMessages,
} as const;

export type MessageCode = keyof typeof messages;
export type MessageParams = Readonly<Record<string, string | number | boolean | readonly string[] | null>>;

/** Whether a text is the code of a sentence. */
export function isMessageCode(text: string): text is MessageCode {
  return Object.hasOwn(messages, text);
}

/** The sentence of a code in one language with its parameters filled in; a hint at its end that is empty leaves nothing behind. */
export function messageIn(code: MessageCode, params: MessageParams, locale: Locale): string {
  return messages[code][locale].replaceAll(/\{(\w+)\}/gu, (_, name: string) => shown(params[name])).trimEnd();
}

function shown(value: MessageParams[string] | undefined): string {
  if (value === undefined || value === null) return '—';
  return Array.isArray(value) ? value.join(', ') : String(value);
}
