import { useEffect } from 'react';
import { useRedirect } from 'react-admin';
import type { MetaEntity } from '../../../schemas/generated/types.js';

/** Goes to the record once it is saved. In an effect, after the guard of unsaved changes has let go. */
export function useAfterSave(entity: MetaEntity, savedId: string | null): void {
  const redirect = useRedirect();
  useEffect(() => {
    if (savedId !== null) redirect('show', entity.path, savedId);
  }, [entity.path, redirect, savedId]);
}
