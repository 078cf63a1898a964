import type { ASTNode } from '@marcbachmann/cel-js';
import type { ListNode, Node } from '../checked.js';
import { describeType } from '../describe-type.js';
import { limits } from '../limits.js';
import { tooDeep } from '../too-deep.js';
import type { ExpressionType } from '../types.js';
import { checkCall } from './check-call.js';
import { checkLiteral } from './check-literal.js';
import { checkMacro, isMacro } from './check-macro.js';
import { checkPath } from './check-path.js';
import { inside, wrong, type Checking, type Place } from './checking.js';
import { commonType } from './match-form.js';

/** The typed node of a parsed one; null when something in it is wrong. */
export function checkNode(checking: Checking, node: ASTNode, place: Place): Node | null {
  if (place.depth > limits.depth) return wrong(checking, tooDeep(node.start, node.end));
  switch (node.op) {
    case 'value':
      return checkLiteral(checking, node);
    case 'id':
    case '.':
    case '[]':
      return checkPath(checking, node, place);
    case 'list':
      return checkList(checking, node, node.args, place);
    case 'call':
      return node.args[0] === 'has' ? checkCall(checking, node, '_!=null_', node.args[1], place) : checkCall(checking, node, node.args[0], node.args[1], place);
    case 'rcall':
      return checkMethod(checking, node, place);
    case '?:':
      return checkCall(checking, node, '_?_:_', node.args, place);
    case '!_':
    case '-_':
      return checkCall(checking, node, node.op, [node.args], place);
    case '==':
    case '!=':
      return checkEquality(checking, node, place);
    case 'in':
      return checkCall(checking, node, 'in', node.args, place);
    case 'map':
    case '.?':
    case '[?]':
      return notInTheLanguage(checking, node);
    default:
      return checkCall(checking, node, `_${node.op}_`, node.args, place);
  }
}

/** `== null` asks whether something is there, which no other comparison does. */
function checkEquality(checking: Checking, node: ASTNode & { readonly op: '==' | '!=' }, place: Place): Node | null {
  const [left, right] = node.args;
  if (isNull(right)) return checkCall(checking, node, `_${node.op}null_`, [left], place);
  if (isNull(left)) return checkCall(checking, node, `_${node.op}null_`, [right], place);
  return checkCall(checking, node, `_${node.op}_`, node.args, place);
}

function isNull(node: ASTNode): boolean {
  return node.op === 'value' && node.args === null;
}

/** What stands before the dot is a list with a macro, else the first argument of a function. */
function checkMethod(checking: Checking, node: ASTNode & { readonly op: 'rcall' }, place: Place): Node | null {
  const [name, receiver, args] = node.args;
  // A mistake before the dot is noted once; what follows it cannot be judged.
  const over = checking.check(receiver, inside(place));
  if (over === null) return null;
  if (isMacro(name, over)) return checkMacro(checking, node, name, over, args, place);
  return checkCall(checking, node, name, args, place, [over]);
}

function checkList(checking: Checking, { start, end }: ASTNode, args: readonly ASTNode[], place: Place): ListNode | null {
  const items = args.map((item) => checking.check(item, inside(place)));
  if (!items.every((item) => item !== null)) return null;
  let of: ExpressionType = { kind: 'null' };
  for (const item of items) {
    const common = commonType(of, item.type);
    if (common === null) return mixedList(checking, item, of);
    of = common;
  }
  return { op: 'list', items, type: { kind: 'list', of }, start, end };
}

function mixedList(checking: Checking, { start, end, type }: Node, of: ExpressionType): null {
  const expected = type.kind === 'list' ? 'a single value' : `${describeType(of)} like the elements before it`;
  return wrong(checking, { start, end, code: 'wrong-type', found: describeType(type), expected, remedy: 'Put values of one type into a list.' });
}

function notInTheLanguage(checking: Checking, { start, end }: ASTNode): null {
  const found = checking.text.slice(start, end);
  return wrong(checking, {
    start,
    end,
    code: 'syntax',
    found,
    expected: 'a value, a list or a condition',
    remedy: 'Maps and optional access are not part of the language.',
  });
}
