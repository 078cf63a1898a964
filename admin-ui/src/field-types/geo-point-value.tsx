import Link from '@mui/material/Link';
import type { ReactElement } from 'react';
import { membersOf } from '../api/request.js';
import type { ShownValue } from './shown-value.js';

/** A place on earth; on the record's own page it leads to a map. */
export function GeoPointValue({ value, isDense }: ShownValue): ReactElement {
  const parts = membersOf(value);
  const [latitude, longitude] = [Number(parts.get('latitude')), Number(parts.get('longitude'))];
  const text = `${latitude}, ${longitude}`;
  if (isDense === true) return <span>{text}</span>;
  return (
    <Link href={`https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}`} target="_blank" rel="noopener noreferrer">
      {text}
    </Link>
  );
}
