import pg from 'pg';

/** Values that JavaScript would bend stay the text that PostgreSQL sent: int8, numeric, dates and instants, alone and in arrays. */
export const textTypes: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') => {
    if (asText.has(oid)) return asItIs;
    return pg.types.getTypeParser(asTextArray.has(oid) ? textArray : oid, format);
  },
};

const asText = new Set([20, 1700, 1082, 1083, 1114, 1184, 1186]);
const asTextArray = new Set([1016, 1231, 1182, 1115, 1185]);
const textArray = 1009;

function asItIs(content: unknown): unknown {
  return content;
}
