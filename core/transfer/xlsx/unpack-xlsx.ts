import { Unzip, UnzipInflate, zipSync } from 'fflate';
import { UserError } from '../../kernel/user-error.js';
import { demandSmallSheet } from './demand-small-sheet.js';

const mostBytes = 32 * 1024 * 1024;
const mostParts = 1000;
const pieceBytes = 64 * 1024;
const wanted = /^xl\/(?:[^/]+\.xml|_rels\/workbook\.xml\.rels|worksheets\/[^/]+\.xml)$/u;

/** The parts of an XLSX file that are read, packed anew with sizes that are true. Throws 413 for what unpacks to more than is safe, 422 for what is no XLSX file. */
export function unpackXlsx(file: Buffer): Buffer {
  if (file.subarray(0, 4).toString('hex') === 'd0cf11e0') throw new UserError(422, 'transfer.locked-xlsx');
  const parts = partsOf(file);
  const decoder = new TextDecoder();
  for (const content of Object.values(parts)) demandSmallSheet(decoder.decode(content));
  return Buffer.from(zipSync(parts, { level: 0 }));
}

function partsOf(file: Buffer): Record<string, Uint8Array> {
  const reading = new Reading();
  try {
    for (let at = 0; at < file.length; at += pieceBytes) reading.zip.push(file.subarray(at, at + pieceBytes), at + pieceBytes >= file.length);
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(422, 'transfer.not-xlsx', { problem: problemOf(error) });
  }
  return reading.result();
}

function problemOf(error: unknown): string {
  return error instanceof Error ? error.message.slice(0, 200) : 'ZIP';
}

class Reading {
  private readonly parts = new Map<string, Uint8Array[]>();
  private readonly open = new Set<string>();
  private bytes = 0;
  private count = 0;
  readonly zip = new Unzip((part) => {
    this.count += 1;
    if (this.count > mostParts) throw tooLarge();
    if (!wanted.test(part.name)) return;
    if (this.parts.has(part.name)) throw new UserError(422, 'transfer.not-xlsx', { problem: part.name.slice(0, 80) });
    const pieces: Uint8Array[] = [];
    this.parts.set(part.name, pieces);
    this.open.add(part.name);
    part.ondata = (error, piece, isLast) => {
      if (error !== null) throw error;
      this.bytes += piece.length;
      if (this.bytes > mostBytes) throw tooLarge();
      pieces.push(piece);
      if (isLast) this.open.delete(part.name);
    };
    part.start();
  });

  constructor() {
    this.zip.register(UnzipInflate);
  }

  /** A file that breaks off leaves a part open. */
  result(): Record<string, Uint8Array> {
    if (this.open.size > 0 || !this.parts.has('xl/workbook.xml')) throw new UserError(422, 'transfer.not-xlsx', { problem: 'xl/workbook.xml' });
    return Object.fromEntries([...this.parts].map(([name, pieces]) => [name, Buffer.concat(pieces)]));
  }
}

function tooLarge(): UserError {
  return new UserError(413, 'transfer.large-xlsx', { max: mostBytes / 1024 / 1024 });
}
