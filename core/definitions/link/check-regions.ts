import type { FieldDeclaration } from '../../../schemas/generated/types.js';
import type { FieldTypeName } from '../model.js';
import { below, type Place } from '../parse/reporter.js';
import { dependenciesIn, type Linking } from './linking.js';

const needed: Readonly<Record<string, FieldTypeName>> = { name: 'text', country: 'text', validFrom: 'date', validTo: 'date', successor: 'reference' };

/** The entity that regions of addresses are chosen from has the fields by which they are. */
export function checkRegions(declaration: FieldDeclaration, plugin: string, place: Place, linking: Linking): void {
  if (declaration.type !== 'address' || declaration.regions === undefined) return;
  const at = below(place, 'regions');
  const regions = linking.skeletons.get(declaration.regions);
  if (regions === undefined) {
    linking.reporter.unknownName('reference.unknown-entity', at, declaration.regions, linking.skeletons.keys());
    return;
  }
  if (!dependenciesIn(linking, plugin).includes(regions.plugin))
    linking.reporter.report('reference.not-a-dependency', at, {
      expected: `"${regions.plugin}" among dependsOn`,
      remedy: `Add "${regions.plugin}" to dependsOn in plugin.json.`,
    });
  const missing = Object.entries(needed).filter(
    ([name, type]) => regions.fields.get(name)?.type !== type || (name === 'successor' && regions.fields.get(name)?.target !== regions.id),
  );
  if (missing.length === 0) return;
  linking.reporter.report('address.regions', at, {
    found: `${regions.id}, which lacks ${missing.map(([name, type]) => `${name} (${type})`).join(', ')}`,
    expected: 'an entity with name, country, validFrom, validTo, and successor that refers to itself',
    remedy: 'Add the fields, or name another entity.',
  });
}
