// docs/language.md from the schemas: one table for each kind of file and for each field type. `--check` says whether it is fresh.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const schemas = join(root, 'schemas');
const read = (name) => JSON.parse(readFileSync(join(schemas, name), 'utf8'));
const path = join(root, 'docs', 'language.md');

const kinds = [
  ['plugin', 'plugin.json', 'What the plugin is called and what it builds on.'],
  ['entity', 'entities/NAME.json', 'A kind of record: its fields, lifecycle and rules.'],
  ['view', 'views/NAME.json', 'How the screens of an entity look.'],
  ['role', 'roles/NAME.json', 'What a group of people may do. Nothing is allowed that no role grants.'],
  ['extension', 'extensions/NAME.json', 'What a plugin adds to an entity of another.'],
  ['migration', 'migrations/VERSION-NAME.json', 'What becomes of the records that are there when a plugin reaches a version.'],
  ['recipe', 'setup/recipe.json, or recipe.json of a folder', 'How CSV files become records.'],
];

const intro = `# The language

A plugin is a folder of JSON files. \`npx trellis check\` tells everything that is wrong, with file, line and remedy. Each file may begin with
\`$schema\`, the path of its schema, so that VS Code completes and explains it. Texts are \`"text"\` or \`{"en": "…", "vi": "…"}\`;
conditions and formulas are [expressions](expressions.md). This page is made from \`schemas/\`.
`;

const parts = [intro];
for (const [name, file, lead] of kinds) {
  const schema = read(`${name}.schema.json`);
  parts.push(`## ${file}\n\n${lead}\n\n${table(schema)}`);
  for (const [key, part] of Object.entries(schema.$defs ?? {})) if (part.properties !== undefined) parts.push(`### ${file}: ${title(key)}\n\n${table(part)}`);
}
parts.push('## Field types\n\nEach field takes the keys of `fieldBase` above, and those of its type.');
for (const name of readdirSync(join(schemas, 'fields')).sort()) {
  const schema = read(`fields/${name}`);
  const own = Object.keys(schema.properties).filter((key) => key !== 'type');
  const described = schema.properties.type.description ?? schema.description;
  parts.push(`### ${schema.properties.type.const}\n\n${described}${own.length === 0 ? '' : `\n\n${table(schema, (key) => key !== 'type')}`}`);
}

const text = await format(parts.join('\n\n'), { ...(await resolveConfig(path)), parser: 'markdown' });
if (process.argv.includes('--check')) {
  if (readFileSync(path, 'utf8') !== text) {
    process.stderr.write('docs/language.md is stale: run npm run generate\n');
    process.exitCode = 1;
  }
} else writeFileSync(path, text);

function table({ properties, required = [] }, isShown = () => true) {
  const rows = Object.entries(properties).filter(([key]) => key !== '$schema' && isShown(key));
  return [
    '| key | | meaning |',
    '| --- | --- | --- |',
    ...rows.map(([key, schema]) => `| \`${key}\` | ${required.includes(key) ? 'needed' : ''} | ${meaning(schema)} |`),
  ].join('\n');
}

function meaning(schema) {
  const target = schema.$ref === undefined ? {} : resolve(schema.$ref);
  const text = schema.description ?? target.description ?? '';
  const choices = schema.enum ?? target.enum;
  const unsaid = schema.default === undefined ? '' : ` Unsaid: \`${JSON.stringify(schema.default)}\`.`;
  return `${text}${choices === undefined ? '' : ` One of ${choices.map((one) => `\`${one}\``).join(', ')}.`}${unsaid}`
    .replaceAll('|', '\\|')
    .replaceAll('\n', ' ')
    .trim();
}

/** A `$ref` into the common definitions or of this very file; what lies in this file is told in a table of its own. */
function resolve(ref) {
  const [file, pointer = ''] = ref.split('#/$defs/');
  if (file !== 'common.schema.json') return {};
  return read('common.schema.json').$defs[pointer] ?? {};
}

function title(key) {
  return `\`${key}\``;
}
