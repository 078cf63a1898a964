import type { ExtensionDeclaration } from '../../../../schemas/generated/types.js';
import { below, type Place } from '../../parse/reporter.js';
import { addParts } from './add-part.js';
import type { Extending } from './extending.js';

/** Adds conditions to transitions; all of them must hold. */
export function addGuards(extending: Extending, added: ExtensionDeclaration['guards'], place: Place): void {
  const { draft, reporter } = extending;
  for (const [name, guards] of Object.entries(added ?? {})) {
    const at = below(place, name);
    if (!draft.transitions.has(name)) {
      reporter.unknownName('extension.unknown-target', at, name, draft.transitions.keys());
      continue;
    }
    const known = draft.guards.get(name) ?? new Map();
    draft.guards.set(name, known);
    addParts(extending, known, guards, at);
  }
}
