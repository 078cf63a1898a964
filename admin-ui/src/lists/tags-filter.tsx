import type { ReactElement } from 'react';
import type { MetaEntity, MetaField } from '../../../schemas/generated/types.js';
import { TagsInput } from '../field-types/tags-input.js';

interface TagsFilterProps {
  readonly entity: MetaEntity;
  readonly field: MetaField;
  readonly filter: Readonly<Record<string, unknown>>;
  set(name: string, value: unknown): void;
}

/** Any of some words. */
export function TagsFilter({ entity, field, filter, set }: TagsFilterProps): ReactElement {
  return <TagsInput entity={entity} field={{ ...field, required: false, help: null }} record={new Map([[field.name, filter[field.name]]])} set={set} />;
}
