import { statSync } from 'node:fs';
import { resolve } from 'node:path';

/** Understands the text of one variable, or tells what would be valid. */
export interface Reader<Value> {
  readonly valid: string;
  /** Undefined when the text is wrong. */
  read(text: string): Value | undefined;
  /** Never shown back, not even when wrong. */
  readonly isSecret?: boolean;
}

/** A whole number between two bounds, both included. */
export function wholeNumber(least: number, most: number): Reader<number> {
  return {
    valid: `a whole number from ${least} to ${most}`,
    read: (text) => {
      const number = /^\d{1,9}$/u.test(text) ? Number(text) : Number.NaN;
      return number >= least && number <= most ? number : undefined;
    },
  };
}

/** One of a few words. */
export function oneOf<Word extends string>(words: readonly Word[]): Reader<Word> {
  return { valid: `one of ${words.join(', ')}`, read: (text) => words.find((word) => word === text) };
}

/** On or off. */
export const flag: Reader<boolean> = { valid: '1 or 0', read: (text) => flags.get(text) };
const flags: ReadonlyMap<string, boolean> = new Map([
  ['1', true],
  ['true', true],
  ['0', false],
  ['false', false],
]);

/** A text that matches. */
export function matching(pattern: RegExp, valid: string, isSecret = false): Reader<string> {
  return { valid, isSecret, read: (text) => (pattern.test(text) ? text : undefined) };
}

/** A URL of one of the schemes; may hold a password, so it is not shown back. */
export function url(schemes: readonly string[], valid: string): Reader<string> {
  return { valid, isSecret: true, read: (text) => (URL.canParse(text) && schemes.includes(new URL(text).protocol) ? text : undefined) };
}

/** Address of this installation, without path; a trailing slash is dropped. */
export const origin: Reader<string> = {
  valid: 'an http or https address without path, like https://erp.example.com',
  read: (text) => {
    if (!URL.canParse(text)) return undefined;
    const { protocol, pathname, search, hash, username, origin: address } = new URL(text);
    const isBare = pathname === '/' && search === '' && hash === '' && username === '';
    return isBare && (protocol === 'http:' || protocol === 'https:') ? address : undefined;
  },
};

/** A folder, which need not exist yet; relative to where the process was started. */
export const folder: Reader<string> = { valid: 'the path of a folder', read: (text) => (isFile(text) ? undefined : resolve(text)) };

/** Folders that exist, separated by colons. */
export const existingFolders: Reader<readonly string[]> = {
  valid: 'folders that exist, separated by colons',
  read: (text) => {
    const folders = text.split(':').filter((path) => path !== '');
    return folders.every(isFolder) ? folders.map((path) => resolve(path)) : undefined;
  },
};

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

function isFile(path: string): boolean {
  const found = statSync(path, { throwIfNoEntry: false });
  return found !== undefined && !found.isDirectory();
}
