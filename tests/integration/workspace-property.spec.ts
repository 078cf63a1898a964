import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readWorkspaceFolder, writeWorkspaceFolder } from '../../core/cli/workspace-folder.js';
import { systemUserId } from '../../core/kernel/caller.js';
import { projectRoot } from '../../core/kernel/project-root.js';
import { readPlugins } from '../../core/plugin-host/read-plugins.js';
import { systemSteps } from '../../core/system-steps.js';
import { applyWorkspace, type Applied } from '../../core/workspace/apply-workspace.js';
import { headRevision } from '../../core/workspace/read-revision.js';
import type { WorkspaceFiles } from '../../core/workspace/workspace-files.js';
import { openChangeBench } from '../support/change-bench.js';

const label = (text: string): unknown => ({ en: text, vi: `${text} (vi)` });
const options = { low: { label: label('Low') }, high: { label: label('High'), color: 'red' } };

/** What a field may be, by kind. */
const shapes: readonly Readonly<Record<string, unknown>>[] = [
  { type: 'text', search: 'B' },
  { type: 'text', unique: true },
  { type: 'integer', default: 7 },
  { type: 'decimal', scale: 3, index: true },
  { type: 'boolean', default: false },
  { type: 'date', default: { expression: 'today()' } },
  { type: 'enum', options, default: 'low' },
  { type: 'reference', entity: 'trade.tier' },
  { type: 'formula', result: 'text', expression: 'name' },
  { type: 'tags' },
];

type Piece =
  | { readonly kind: 'field'; readonly entity: 'customer' | 'area' | 'product'; readonly shape: number; readonly isShown: boolean }
  | { readonly kind: 'text'; readonly entity: 'customer' | 'area' | 'product'; readonly text: string }
  | { readonly kind: 'entity'; readonly shapes: readonly number[] }
  | { readonly kind: 'role'; readonly verbs: readonly string[] };

const known = fc.constantFrom('customer' as const, 'area' as const, 'product' as const);
const shape = fc.nat(shapes.length - 1);
const piece: fc.Arbitrary<Piece> = fc.oneof(
  fc.record({ kind: fc.constant('field' as const), entity: known, shape, isShown: fc.boolean() }),
  fc.record({ kind: fc.constant('text' as const), entity: known, text: fc.constantFrom('Khách', 'مرحبا', '👋 "quoted"', 'a\\b') }),
  fc.record({ kind: fc.constant('entity' as const), shapes: fc.array(shape, { minLength: 1, maxLength: 4 }) }),
  fc.record({ kind: fc.constant('role' as const), verbs: fc.subarray(['read', 'create', 'update'], { minLength: 1 }) }),
);

/** The files that say it; the first pieces are said in the same way whatever follows. */
function filesOf(pieces: readonly Piece[]): WorkspaceFiles {
  const files = new Map<string, unknown>([['plugin.json', { id: 'workspace', version: '1.0.0', label: label('Ours'), dependsOn: ['trade'] }]]);
  for (const entity of ['customer', 'area', 'product'] as const) {
    const fields = pieces.flatMap((one, at) => (one.kind === 'field' && one.entity === entity ? [{ name: `f${at}`, ...one }] : []));
    const text = pieces.findLast((one) => one.kind === 'text' && one.entity === entity);
    const added = Object.fromEntries(fields.map((one) => [one.name, { ...shapes[one.shape], label: label(one.name) }]));
    const changes = text?.kind === 'text' ? { changes: { label: label(text.text) } } : {};
    if (fields.length > 0 || text !== undefined)
      files.set(`extensions/${entity}.json`, { entity: `trade.${entity}`, ...(fields.length > 0 ? { fields: added } : {}), ...changes });
    const shown = fields.flatMap((one) => (one.isShown ? [one.name] : []));
    if (shown.length > 0) files.set(`views/${entity}.json`, { entity: `trade.${entity}`, list: { columns: ['name', ...shown] } });
  }
  for (const [at, one] of pieces.entries()) {
    if (one.kind === 'role')
      files.set(`roles/r${at}.json`, { name: `r${at}`, label: label(`R${at}`), grants: [{ entity: 'trade.customer', verbs: one.verbs }] });
    if (one.kind !== 'entity') continue;
    const own = Object.fromEntries(one.shapes.map((number, index) => [`g${index}`, { ...shapes[number], label: label(`G${index}`) }]));
    const fields = { name: { type: 'text', label: label('Name') }, ...own };
    const labels = { label: label(`E${at}`), labelPlural: label(`E${at}`) };
    files.set(`entities/e${at}.json`, { name: `e${at}`, plural: `e${at}s`, kind: 'record', ...labels, title: 'name', fields });
  }
  return new Map([...files].map(([path, content]) => [path, JSON.stringify(content, null, 2)]));
}

test('whatever the workspace says: pulled, and applied where there is nothing, it is the same model and the same tables', async () => {
  const sources = await readPlugins([join(projectRoot, 'core/identity/plugin'), join(projectRoot, 'tests/fixtures/with-derived')]);
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { minLength: 1, maxLength: 8 }), fc.nat(8), async (pieces, first) => {
      const [here, there] = [await openChangeBench({ sources }), await openChangeBench({ sources })];
      const folder = await mkdtemp(join(tmpdir(), 'trellis-pulled-'));
      const apply = ({ connection }: typeof here, files: WorkspaceFiles, base: number): Promise<Applied> =>
        applyWorkspace({ owner: connection, plugins: sources, systemSteps }, { files, base, author: systemUserId, message: null });
      try {
        await apply(here, filesOf(pieces.slice(0, first)), 0);
        const original = await apply(here, filesOf(pieces), 1);
        const head = await headRevision(here.connection.database);
        await writeWorkspaceFolder(folder, head.files);
        const copy = await apply(there, await readWorkspaceFolder(folder), 0);
        expect(copy.model.hash).toBe(original.model.hash);
        expect((await headRevision(there.connection.database)).files).toEqual(head.files);
        expect((await there.dump()).catalog).toEqual((await here.dump()).catalog);
        expect([original.isSettled, copy.isSettled]).toEqual([true, true]);
      } finally {
        await rm(folder, { recursive: true, force: true });
        await here.close();
        await there.close();
      }
    }),
    { numRuns: 12, endOnFailure: true },
  );
}, 300_000);
