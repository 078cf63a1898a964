import { RecordValue } from '../../definitions/expressions/record-value.js';
import type { Entity } from '../../definitions/model.js';
import { textIn } from '../../kernel/locale.js';
import type { Violation } from '../../kernel/user-error.js';
import { companyOf } from '../functions/company-of.js';
import type { Piece } from './complete.js';
import type { Computing } from './computing.js';
import { isSame } from './draft.js';

/** References to what belongs to another company than the record itself: nobody mixes the books of two companies, whatever they may see. */
export function strangeCompanies(computing: Computing, pieces: readonly [Piece, ...Piece[]]): readonly Violation[] {
  const own = computing.company();
  if (own === null) return [];
  const { model, caller, known } = computing;
  const company = pieces[0].entity.company?.[0] ?? '';
  const hasMoved = pieces[0].before !== null && !isSame(pieces[0].draft.values.get(company), pieces[0].before.values.get(company));
  return pieces.flatMap(({ entity, draft, before, pointer }) =>
    [...entity.fields.values()].flatMap((field): readonly Violation[] => {
      const target = model.entities.get(field.target ?? '');
      const id = draft.values.get(field.name);
      const isKept = before !== null && !hasMoved && isSame(id, before.values.get(field.name));
      if (field.type !== 'reference' || field.isSystem || target === undefined || typeof id !== 'string' || isKept || !isApart(target)) return [];
      const record = known.reference(target, id);
      const other = companyOf(model, known, target, (name) => idOf(record.get(name)));
      if (other === null || other === own) return [];
      const params = {
        field: textIn(field.label, caller.locale),
        found: String(record.get('_label')),
        entity: textIn(target.label, caller.locale).toLowerCase(),
      };
      return [{ pointer: `${pointer}/${field.name}`, code: 'record.other-company', params }];
    }),
  );
}

/** Whether records of the entity belong to companies; a company is no record of itself here, it is chosen. */
function isApart({ company, plays }: Entity): boolean {
  return company !== null && plays !== 'company';
}

function idOf(value: unknown): unknown {
  return value instanceof RecordValue ? value.id : value;
}
