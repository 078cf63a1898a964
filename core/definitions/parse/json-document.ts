import { findNodeAtLocation, parseTree, printParseErrorCode, type Node, type ParseError } from 'jsonc-parser';
import type { Problem } from '../problem.js';
import type { SourceFile } from '../source.js';

/** A parsed file that still knows where each value stands. */
export interface JsonDocument {
  readonly file: SourceFile;
  readonly value: unknown;
  /** 1-based line of a value, of a missing one that of its nearest parent. */
  lineOf(pointer: string): number;
  /** Text of the place, shortened, for "found". */
  excerpt(pointer: string): string;
}

const mostBytes = 1_000_000;
const deepest = 64;

/** Parses strict JSON: no comments, no trailing commas, no key twice. */
export function parseDocument(file: SourceFile): { readonly document: JsonDocument | null; readonly problems: readonly Problem[] } {
  const at = (code: Problem['code'], offset: number, pointer: string, found: string, expected: string, remedy: string): Problem => {
    return { code, file: file.path, line: lineAt(file.text, offset), pointer, found, expected, remedy };
  };
  if (file.text.length > mostBytes) {
    return { document: null, problems: [at('json.too-large', 0, '', `${file.text.length} characters`, `at most ${mostBytes}`, 'Split the declaration.')] };
  }
  if (nestedDeeperThan(file.text, deepest)) {
    return { document: null, problems: [at('json.syntax', 0, '', `nesting deeper than ${deepest}`, 'a declaration', 'Declarations are a few levels deep.')] };
  }
  const errors: ParseError[] = [];
  const root = parseTree(file.text, errors, { disallowComments: true, allowTrailingComma: false, allowEmptyContent: false });
  const [error] = errors;
  if (root === undefined || error !== undefined) {
    const offset = error?.offset ?? 0;
    const found = error === undefined ? 'nothing' : `${printParseErrorCode(error.error)} at ${JSON.stringify(file.text.slice(offset, offset + 20))}`;
    return { document: null, problems: [at('json.syntax', offset, '', found, 'JSON without comments and trailing commas', 'Mend the JSON at this place.')] };
  }
  const problems = duplicateKeys(root, '').map(({ node, pointer, key }) =>
    at('json.duplicate-key', node.offset, pointer, `"${key}" twice`, 'each key once', 'Delete one of the two.'),
  );
  return { document: documentOf(file, root), problems };
}

function documentOf(file: SourceFile, root: Node): JsonDocument {
  const find = (pointer: string): Node => {
    for (let path = segments(pointer); path.length > 0; path = path.slice(0, -1)) {
      const node = findNodeAtLocation(
        root,
        path.map((segment, index) => (isIndex(root, path.slice(0, index)) ? Number(segment) : segment)),
      );
      if (node !== undefined) return node;
    }
    return root;
  };
  return {
    file,
    value: valueOf(root),
    lineOf: (pointer) => lineAt(file.text, keyOffset(find(pointer))),
    excerpt: (pointer) => {
      const node = find(pointer);
      const text = file.text.slice(node.offset, node.offset + node.length).replaceAll(/\s+/gu, ' ');
      return text.length > 80 ? `${text.slice(0, 77)}…` : text;
    },
  };
}

/** A property is found at its key. */
function keyOffset(node: Node): number {
  return node.parent?.type === 'property' ? node.parent.offset : node.offset;
}

function isIndex(root: Node, path: readonly string[]): boolean {
  let node: Node | undefined = root;
  for (const segment of path) node = node === undefined ? undefined : findNodeAtLocation(node, [node.type === 'array' ? Number(segment) : segment]);
  return node?.type === 'array';
}

/** Own objects without prototype surprises: `__proto__` stays an ordinary key, which the schemas refuse. */
function valueOf(node: Node): unknown {
  if (node.type === 'array') return (node.children ?? []).map(valueOf);
  if (node.type !== 'object') return node.value;
  return Object.fromEntries(
    (node.children ?? []).map((property) => [
      String(property.children?.[0]?.value),
      property.children?.[1] === undefined ? null : valueOf(property.children[1]),
    ]),
  );
}

function duplicateKeys(node: Node, pointer: string): readonly { readonly node: Node; readonly pointer: string; readonly key: string }[] {
  if (node.type === 'array') return (node.children ?? []).flatMap((child, index) => duplicateKeys(child, `${pointer}/${index}`));
  if (node.type !== 'object') return [];
  const seen = new Set<string>();
  return (node.children ?? []).flatMap((property) => {
    const key = String(property.children?.[0]?.value);
    const inner = property.children?.[1];
    const own = seen.has(key) ? [{ node: property, pointer: `${pointer}/${escaped(key)}`, key }] : [];
    seen.add(key);
    return [...own, ...(inner === undefined ? [] : duplicateKeys(inner, `${pointer}/${escaped(key)}`))];
  });
}

/** Escapes one segment of a JSON pointer (RFC 6901). */
export function escaped(segment: string): string {
  return segment.replaceAll('~', '~0').replaceAll('/', '~1');
}

function segments(pointer: string): readonly string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let index = text.indexOf('\n'); index >= 0 && index < offset; index = text.indexOf('\n', index + 1)) line += 1;
  return line;
}

/** Brackets counted without regard to strings: too many is refused before any recursion starts. */
function nestedDeeperThan(text: string, limit: number): boolean {
  let depth = 0;
  let isInString = false;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (character === '\\' && isInString) index += 1;
    else if (character === '"') isInString = !isInString;
    else if (!isInString && (character === '{' || character === '[')) depth += 1;
    else if (!isInString && (character === '}' || character === ']')) depth -= 1;
    if (depth > limit) return true;
  }
  return false;
}
