import { useEffect } from 'react';
import type { MetaEntity } from '../../../schemas/generated/types.js';
import { askChoices } from '../inputs/reference-options.js';
import { useMeta } from '../meta/meta-context.js';
import type { Draft } from './use-draft.js';

/** Fills in references of a new record where there is just one record to choose, as the server would. */
export function useOnlyChoices(entity: MetaEntity, { values, suggest }: Draft): void {
  const { entities } = useMeta();
  useEffect(() => {
    for (const field of entity.fields) {
      const target = entities.get(field.target ?? '');
      if (field.onlyChoice !== true || target === undefined || typeof values[field.name] === 'string') continue;
      askChoices(target.path, '', field.choices)
        .then(([first, second]) => {
          if (first !== undefined && second === undefined) suggest(field.name, first);
        })
        .catch(() => undefined);
    }
    // Asked once, when the form opens.
  }, [entity]);
}
