import { createContext, useContext } from 'react';
import type { Meta, MetaEntity, MetaField } from '../../../schemas/generated/types.js';

/** What a user may choose of a list. */
export type ListChoice = Pick<MetaEntity['list'], 'columns' | 'sort'>;

/** The model as the signed-in user sees it, and how to switch its language. */
export interface MetaState {
  readonly meta: Meta;
  readonly entities: ReadonlyMap<string, MetaEntity>;
  /** Keeps how the user wants a list; null for as the view says. */
  chooseList(entity: MetaEntity, choice: ListChoice | null): Promise<void>;
  switchLocale(locale: Meta['locale']): Promise<void>;
}

/** Set once the metadata is there; everything below may rely on it. */
export const MetaContext = createContext<MetaState | null>(null);

/** The metadata of the signed-in user. */
export function useMeta(): MetaState {
  const state = useContext(MetaContext);
  if (state === null) throw new Error('useMeta is called outside of MetaContext');
  return state;
}

/** Finds entities by id (`crm.lead`) or by path (`crm/leads`). */
export function entitiesByName(meta: Meta): ReadonlyMap<string, MetaEntity> {
  return new Map(meta.entities.flatMap((entity) => [[entity.id, entity] as const, [entity.path, entity] as const]));
}

/** An entity by id or path; null when the user does not see it. */
export function useEntity(name: string | undefined): MetaEntity | null {
  return useMeta().entities.get(name ?? '') ?? null;
}

/** A field of an entity. */
export function fieldOf(entity: MetaEntity | null, name: string): MetaField | null {
  return entity?.fields.find((field) => field.name === name) ?? null;
}
