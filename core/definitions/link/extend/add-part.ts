import { below, type Place } from '../../parse/reporter.js';
import type { Part } from '../entity-draft.js';
import { idOf, told, type Extending } from './extending.js';

/** Adds parts by name; a name that is there already is a conflict, told with both places. */
export function addParts<Declaration>(
  { plugin, reporter }: Extending,
  into: Map<string, Part<Declaration>>,
  entries: Readonly<Record<string, Declaration>> | undefined,
  place: Place,
): void {
  for (const [name, declaration] of Object.entries(entries ?? {})) {
    const part = { declaration, place: below(place, name), plugin: idOf(plugin) };
    const known = into.get(name);
    if (known === undefined) into.set(name, part);
    else
      reporter.report('extension.conflict', part.place, {
        found: `"${name}", which ${told(known.place)} declares too`,
        expected: 'names that nobody else declares',
        remedy: `Rename it, for instance ${name}Of${part.plugin.charAt(0).toUpperCase()}${part.plugin.slice(1)}.`,
      });
  }
}
