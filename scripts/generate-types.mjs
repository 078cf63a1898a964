// Writes schemas/generated/types.ts from schemas/*.schema.json; with --check it only says whether the file is fresh.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compile } from 'json-schema-to-typescript';
import { format, resolveConfig } from 'prettier';

const schemas = join(dirname(fileURLToPath(import.meta.url)), '..', 'schemas');
const target = join(schemas, 'generated', 'types.ts');
const roots = readdirSync(schemas).filter((name) => name.endsWith('.schema.json'));

const defs = roots.flatMap((name) => {
  const document = JSON.parse(readFileSync(join(schemas, name), 'utf8'));
  return [name, ...Object.keys(document.$defs ?? {}).map((key) => `${name}#/$defs/${key}`)];
});
const everything = {
  title: 'Everything',
  type: 'object',
  additionalProperties: false,
  properties: Object.fromEntries(defs.map(($ref, index) => [`r${index}`, { $ref }])),
};

const withoutSiblings = (node) => {
  if (Array.isArray(node)) return node.map(withoutSiblings);
  if (typeof node !== 'object' || node === null) return node;
  if (typeof node.$ref === 'string') return { $ref: node.$ref };
  const entries = Object.entries(node).filter(([key]) => key !== '$id' && key !== 'discriminator');
  return Object.fromEntries(entries.map(([key, value]) => [key, withoutSiblings(value)]));
};
const stripped = {
  order: 1,
  canRead: true,
  read: ({ url }) => JSON.stringify(withoutSiblings(JSON.parse(readFileSync(url.startsWith('file:') ? fileURLToPath(url) : url, 'utf8')))),
};
const text = await compile(everything, 'Everything', {
  cwd: schemas,
  additionalProperties: false,
  ignoreMinAndMaxItems: true,
  unreachableDefinitions: false,
  bannerComment: '// Generated from schemas/*.schema.json by `npm run generate`; change those.',
  $refOptions: { resolve: { http: false, file: stripped } },
});
const body = text
  .replace(/export interface Everything \{[^]*?\n\}\n/u, '')
  .replaceAll(/\n(\s+)(\w+\??): /gu, '\n$1readonly $2: ')
  .replaceAll(/: (\([^()\n]*\)|\w+)\[\]/gu, ': readonly $1[]');
const config = await resolveConfig(target);
const output = await format(body, { ...config, filepath: target });

if (process.argv.includes('--check')) {
  if (readFileSync(target, 'utf8') !== output) {
    console.error('schemas/generated/types.ts is stale: run `npm run generate`.');
    process.exit(1);
  }
} else {
  writeFileSync(target, output);
}
