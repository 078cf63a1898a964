import Link from '@mui/material/Link';
import type { ReactElement } from 'react';
import { Link as RouterLink } from 'react-router-dom';
import type { MetaEntity } from '../../../schemas/generated/types.js';

/** The way back to the list. */
export function BackLink({ entity }: { readonly entity: MetaEntity }): ReactElement {
  return (
    <Link component={RouterLink} to={`/${entity.path}`} variant="body2" color="textSecondary" underline="hover">
      {entity.labelPlural}
    </Link>
  );
}
