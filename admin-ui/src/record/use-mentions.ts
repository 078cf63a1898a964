import { useState, type RefObject } from 'react';
import { flushSync } from 'react-dom';
import { useChoices, type Choice } from '../inputs/reference-options.js';
import { useEntity, useMeta } from '../meta/meta-context.js';

const mostOffered = 6;
const offerKeys = new Set(['ArrowDown', 'ArrowUp', 'Enter', 'Tab', 'Escape']);

/** What is typed after the @ before the caret, and where that @ stands. */
interface Typed {
  readonly from: number;
  readonly words: string;
}

/** A text in which users are mentioned by @ and the first letters of a name. */
export interface Mentions {
  readonly text: string;
  readonly offered: readonly Choice[];
  /** Which of the offered is meant by Enter. */
  readonly active: number;
  type(text: string, caret: number | null): void;
  /** Whether the key belonged to the offer. */
  pressed(key: string): boolean;
  choose(choice: Choice): void;
  close(): void;
  clear(): void;
  /** Those whose names still stand in the text. */
  mentioned(): readonly Choice[];
}

/** Keeps the text, and what is offered while a name is typed. */
export function useMentions(area: RefObject<HTMLTextAreaElement | null>): Mentions {
  const { meta } = useMeta();
  const users = useEntity('core.user');
  const [text, setText] = useState('');
  const [typed, setTyped] = useState<Typed | null>(null);
  const [active, setActive] = useState(0);
  const [chosen, setChosen] = useState<readonly Choice[]>([]);
  const found = useChoices(users, typed?.words ?? '', 'isActive', typed !== null);
  const offered = typed === null ? [] : found.filter(({ id }) => id !== meta.user.id).slice(0, mostOffered);
  const at = Math.min(active, Math.max(0, offered.length - 1));
  const close = (): void => setTyped(null);
  const choose = (choice: Choice): void => {
    if (typed === null) return;
    const [next, caret] = withName(text, typed, choice.label);
    // The caret can only be placed in what is shown already.
    flushSync(() => {
      setText(next);
      setChosen((old) => [...old.filter(({ id }) => id !== choice.id), choice]);
      close();
    });
    area.current?.setSelectionRange(caret, caret);
  };
  const pressed = (key: string): boolean => {
    const choice = offered[at];
    if (choice === undefined || !offerKeys.has(key)) return false;
    if (key === 'Escape') close();
    else if (key === 'Enter' || key === 'Tab') choose(choice);
    else setActive((at + (key === 'ArrowDown' ? 1 : offered.length - 1)) % offered.length);
    return true;
  };
  const type = (next: string, caret: number | null): void => {
    setText(next);
    setTyped(typedBefore(next.slice(0, caret ?? next.length)));
    setActive(0);
  };
  const clear = (): void => {
    setText('');
    setChosen([]);
  };
  return { text, offered, active: at, type, pressed, choose, close, clear, mentioned: () => chosen.filter(({ label }) => text.includes(`@${label}`)) };
}

/** The text with the whole name for what was typed of it, and where the caret goes. */
function withName(text: string, { from, words }: Typed, name: string): readonly [text: string, caret: number] {
  const before = `${text.slice(0, from)}@${name} `;
  return [before + text.slice(from + 1 + words.length).replace(/^ /u, ''), before.length];
}

function typedBefore(text: string): Typed | null {
  const words = /(?:^|[\s(])@(?<words>[^\s@][^@\n]{0,40}|)$/u.exec(text)?.groups?.['words'];
  return words === undefined ? null : { from: text.length - words.length - 1, words };
}
