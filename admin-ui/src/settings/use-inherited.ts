import { useCallback } from 'react';
import type { MetaEntity, MetaField } from '../../../schemas/generated/types.js';
import { useText } from '../i18n/use-text.js';
import { useEffective } from './effective.js';
import { hasLayers } from './has-layers.js';
import { useLayerText } from './use-layer-text.js';

/** Says at a field of a form of settings what holds while it is left empty. */
export function useInherited(entity: MetaEntity, values: Readonly<Record<string, unknown>>): (field: MetaField) => MetaField {
  const t = useText();
  const textOf = useLayerText();
  const scope = values[entity.company ?? ''];
  const company = typeof scope === 'string' ? scope : null;
  const { data } = useEffective(entity, company, hasLayers(entity));
  return useCallback(
    (field) => {
      if (field.inherits !== true || data === undefined) return field;
      const own = company === null ? 'installation' : 'company';
      const next = data.layers.get(field.name)?.find(({ from }) => from !== own);
      if (next === undefined) return field;
      const empty = t('setting.leftEmpty', { value: textOf(field, next), from: t(`setting.${next.from}`) });
      return { ...field, help: field.help === null ? empty : `${field.help} ${empty}` };
    },
    [company, data, t, textOf],
  );
}
