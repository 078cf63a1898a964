import type { Node } from '../expressions/checked.js';
import type { Place, Reporter } from '../parse/reporter.js';
import { settingsName } from '../readable-settings.js';

/** What is stored would not follow when somebody changes a setting. */
export function demandNoSettings(root: Node, place: Place, reporter: Reporter): void {
  const found = settingsIn(root);
  if (found === null) return;
  reporter.report('formula.settings', place, {
    found,
    expected: 'fields of the record and of what it refers to',
    remedy: 'Give the record a field of its own whose default expression reads the setting, and let the formula read that field.',
  });
}

function settingsIn(node: Node): string | null {
  if (node.op === 'path') return node.from === 'variable' && node.path[0] === settingsName ? node.path.join('.') : null;
  const inner = node.op === 'call' ? node.args : node.op === 'list' ? node.items : node.op === 'macro' ? [node.over, node.body] : [];
  return inner.map(settingsIn).find((one) => one !== null) ?? null;
}
