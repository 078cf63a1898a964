import { useEffect } from 'react';
import { useRedirect } from 'react-admin';
import type { MetaEntity } from '../../../schemas/generated/types.js';
import { hasLayers } from '../settings/has-layers.js';

/** Goes to the record once it is saved. In an effect, after the guard of unsaved changes has let go. */
export function useAfterSave(entity: MetaEntity, savedId: string | null): void {
  const redirect = useRedirect();
  useEffect(() => {
    // Settings are shown with what holds where they say nothing.
    if (savedId !== null) redirect(hasLayers(entity) ? 'list' : 'show', entity.path, savedId);
  }, [entity, redirect, savedId]);
}
