import type {
  ChangesDeclaration,
  CheckChange,
  FieldChange,
  FieldDeclaration,
  OptionChange,
  Text,
  TransitionChange,
} from '../../../../schemas/generated/types.js';
import { below, type Place } from '../../parse/reporter.js';
import { workspaceId } from '../workspace-id.js';
import { idOf, told, type Extending } from './extending.js';

/** Changes what is there: texts in further languages by any plugin, everything that can be named by the workspace. */
export function applyChanges(extending: Extending, changes: ChangesDeclaration, place: Place): void {
  const { draft } = extending;
  const { fields, states, transitions, checks, ...own } = changes;
  draft.declaration = { ...draft.declaration, ...merged(extending, draft.declaration, own, { place, key: '', base: draft.place }) };
  for (const [name, change] of each(extending, fields, draft.fields, below(place, 'fields')))
    changeField(extending, name, change, below(place, 'fields', name));
  changeStates(extending, states, below(place, 'states'));
  for (const [name, change] of each(extending, transitions, draft.transitions, below(place, 'transitions'))) {
    changePart(extending, draft.transitions, name, change, below(place, 'transitions', name), 'transitions');
  }
  for (const [name, change] of each(extending, checks, draft.checks, below(place, 'checks'))) {
    changePart(extending, draft.checks, name, change, below(place, 'checks', name), 'checks');
  }
}

/** The changes of what is there; the others are told. */
function each<Change>(
  { reporter }: Extending,
  changes: Readonly<Record<string, Change>> | undefined,
  known: ReadonlyMap<string, unknown>,
  place: Place,
): readonly (readonly [string, Change])[] {
  return Object.entries(changes ?? {}).filter(([name]) => {
    if (!known.has(name)) reporter.unknownName('extension.unknown-target', below(place, name), name, known.keys());
    return known.has(name);
  });
}

function changePart<Declaration extends object>(
  extending: Extending,
  parts: Map<string, { readonly declaration: Declaration; readonly place: Place; readonly plugin: string }>,
  name: string,
  change: TransitionChange | CheckChange,
  place: Place,
  kind: string,
): void {
  const part = parts.get(name);
  if (part === undefined) return;
  const declaration = { ...part.declaration, ...merged(extending, part.declaration, change, { place, key: `${kind} ${name}`, base: part.place }) };
  parts.set(name, { ...part, declaration });
}

function changeField(extending: Extending, name: string, { options, ...change }: FieldChange, place: Place): void {
  const { draft, reporter } = extending;
  const part = draft.fields.get(name);
  if (part === undefined) return;
  const declaration: FieldDeclaration = {
    ...part.declaration,
    ...merged(extending, part.declaration, change, { place, key: `fields ${name}`, base: part.place }),
  };
  if (options !== undefined && declaration.type !== 'enum' && declaration.type !== 'multi-enum')
    reporter.report('extension.unknown-target', below(place, 'options'), {
      found: `options of a ${declaration.type} field`,
      expected: 'a field of type enum',
      remedy: 'Delete them, or name another field.',
    });
  if (options === undefined || (declaration.type !== 'enum' && declaration.type !== 'multi-enum')) draft.fields.set(name, { ...part, declaration });
  else {
    const changed = changedOptions(extending, declaration.options, options, {
      place: below(place, 'options'),
      key: `options ${name}`,
      base: below(part.place, 'options'),
    });
    draft.fields.set(name, { ...part, declaration: { ...declaration, options: changed } });
  }
}

function changeStates(extending: Extending, states: ChangesDeclaration['states'], place: Place): void {
  const { draft } = extending;
  const { lifecycle } = draft.declaration;
  if (states === undefined) return;
  const at = { place, key: 'states', base: below(draft.place, 'lifecycle', 'states') };
  const changed = changedOptions(extending, lifecycle?.states ?? {}, states, at);
  if (lifecycle !== undefined) draft.declaration = { ...draft.declaration, lifecycle: { ...lifecycle, states: changed } };
}

function changedOptions<Option extends object>(
  extending: Extending,
  options: Readonly<Record<string, Option>>,
  changes: Readonly<Record<string, OptionChange>>,
  at: At,
): Readonly<Record<string, Option>> {
  const known = new Map(Object.entries(options));
  for (const [key, change] of each(extending, changes, known, at.place)) {
    const option = known.get(key);
    const inner = { place: below(at.place, key), key: `${at.key} ${key}`, base: below(at.base, key) };
    if (option !== undefined) known.set(key, { ...option, ...merged(extending, option, change, inner) });
  }
  return Object.fromEntries(known);
}

interface At {
  readonly place: Place;
  /** What is changed, as it is remembered. */
  readonly key: string;
  /** Where it was declared at first. */
  readonly base: Place;
}

/** What the change makes of each key that it names. */
function merged<Change extends object>(extending: Extending, base: object, change: Change, at: At): Change {
  const before = new Map<string, unknown>(Object.entries(base));
  const entries = Object.entries(change).map(([key, wanted]: [string, unknown]) => {
    const known = before.get(key);
    const result = isText(wanted) && isTextKey(key) ? mergedText(extending, known, wanted, key, at) : demandWorkspace(extending, wanted, key, at);
    return [key, result] as const;
  });
  return { ...change, ...Object.fromEntries(entries) };
}

const textKeys: ReadonlySet<string> = new Set(['label', 'labelPlural', 'description', 'help', 'ask', 'message']);

function isTextKey(key: string): boolean {
  return textKeys.has(key);
}

function isText(json: unknown): json is Text {
  return typeof json === 'string' || (typeof json === 'object' && json !== null && 'en' in json);
}

function demandWorkspace<Value>(extending: Extending, wanted: Value, key: string, at: At): Value {
  if (take(extending, key, at) && idOf(extending.plugin) !== workspaceId)
    extending.reporter.report('extension.only-workspace', below(at.place, key), {
      found: `"${key}", which ${told(at.base)} says`,
      expected: 'texts in a language that has none yet',
      remedy: 'Delete it; the workspace may change it.',
    });
  return wanted;
}

/** Language by language: the workspace's are taken instead of those that are there, a plugin's only beside them. */
function mergedText(extending: Extending, known: unknown, wanted: Text, key: string, at: At): Text {
  if (!isText(known)) {
    take(extending, key, at);
    return wanted;
  }
  const { draft, plugin } = extending;
  const isWorkspace = idOf(plugin) === workspaceId;
  if (typeof wanted === 'string') {
    if (!isWorkspace) demandWorkspace(extending, wanted, key, at);
    else take(extending, key, at);
    return wanted;
  }
  const before = typeof known === 'string' ? { en: known } : known;
  const there = new Map<string, string>(Object.entries(before));
  for (const [language, text] of Object.entries(wanted)) {
    if (there.get(language) === text) continue;
    const isFree = isWorkspace || !there.has(language) || draft.changed.has(nameOf(extending, `${key} ${language}`, at));
    if (!isFree) return demandWorkspace(extending, wanted, key, at);
    take(extending, `${key} ${language}`, at);
  }
  return { ...before, ...wanted };
}

/** Two of the same layer that change the same are both named; tells whether this is the first. */
function take(extending: Extending, key: string, at: At): boolean {
  const { draft, reporter } = extending;
  const name = nameOf(extending, key, at);
  const place = below(at.place, key.split(' ')[0] ?? key);
  const other = draft.changed.get(name);
  if (other !== undefined)
    reporter.report('extension.conflict', place, {
      found: `"${key}", which ${told(other)} changes too`,
      expected: 'one that changes it',
      remedy: 'Delete one of the two.',
    });
  draft.changed.set(name, place);
  return other === undefined;
}

function nameOf({ plugin }: Extending, key: string, at: At): string {
  return [idOf(plugin) === workspaceId ? workspaceId : 'extension', at.key, key].join(' ');
}
