import type { Entity } from '../model.js';
import { below } from '../parse/reporter.js';
import type { EntityDraft } from './entity-draft.js';
import { checked, recordScope, type Linking } from './linking.js';

/** Whose the records are to do, and by when. */
export function linkAgenda({ declaration, place }: EntityDraft, skeleton: Entity, linking: Linking): Entity['agenda'] {
  const { agenda } = declaration;
  if (agenda === undefined || skeleton.balanceOf !== null) return null;
  const fields = [...skeleton.fields.values()];
  const users = fields.filter((field) => field.type === 'reference' && field.target === 'core.user').map((field) => field.name);
  const days = fields.filter((field) => field.type === 'date').map((field) => field.name);
  const demand = (key: 'owner' | 'due', valid: readonly string[]): void => {
    if (!valid.includes(agenda[key])) linking.reporter.unknownName('agenda.unknown-field', below(place, 'agenda', key), agenda[key], valid);
  };
  demand('owner', users);
  demand('due', days);
  const open = agenda.open === undefined ? null : checked(linking, agenda.open, recordScope(linking, skeleton.id), ['boolean'], below(place, 'agenda', 'open'));
  return { owner: agenda.owner, due: agenda.due, open };
}
