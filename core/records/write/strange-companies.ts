import { RecordValue } from '../../definitions/expressions/record-value.js';
import { companyPath } from '../../definitions/company-path.js';
import type { Entity, Field, Model } from '../../definitions/model.js';
import { textIn } from '../../kernel/locale.js';
import type { Violation } from '../../kernel/user-error.js';
import { companyOf } from '../functions/company-of.js';
import type { Piece } from './complete.js';
import type { Computing } from './computing.js';
import { isSame, type Draft } from './draft.js';

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
      if (target === undefined || field.isSystem || !isApart(target, model)) return [];
      const kept = new Set(hasMoved || before === null ? [] : idsIn(field, before));
      const strange = idsIn(field, draft)
        .filter((id) => !kept.has(id))
        .map((id) => known.reference(target, id))
        .find((record) => ![null, own].includes(companyOf(model, known, target, (name) => idOf(record.get(name)))));
      if (strange === undefined) return [];
      const params = {
        field: textIn(field.label, caller.locale),
        found: String(strange.get('_label')),
        entity: textIn(target.label, caller.locale).toLowerCase(),
      };
      return [{ pointer: `${pointer}/${field.partOf ?? field.name}`, code: 'record.other-company', params }];
    }),
  );
}

/** What a draft refers to by a field. */
function idsIn({ name, type }: Field, { values }: Draft): readonly string[] {
  const content = values.get(name);
  if (type === 'reference') return typeof content === 'string' ? [content] : [];
  return type === 'many-to-many' && Array.isArray(content) ? content.map(String) : [];
}

/** Whether records of the entity belong to companies; a company is no record of itself here, it is chosen. */
function isApart(entity: Entity, model: Model): boolean {
  return companyPath(entity, model) !== null && entity.plays !== 'company';
}

function idOf(value: unknown): unknown {
  return value instanceof RecordValue ? value.id : value;
}
