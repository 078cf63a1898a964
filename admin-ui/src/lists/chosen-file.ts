import Papa from 'papaparse';

/** A file to import: what is sent of it, its columns, and its first rows to look at. */
export interface ChosenFile {
  readonly name: string;
  readonly body: { readonly csv: string } | { readonly xlsx: string };
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

const shownRows = 3;

/** Reads what was chosen; throws for an Excel file that is none. */
export async function chosenFile(file: File): Promise<ChosenFile> {
  const [body, lines] = /\.xlsx$/iu.test(file.name) ? await readXlsx(file) : readCsv(await file.text());
  const [heading = [], ...rows] = lines.slice(0, shownRows + 1);
  return { name: file.name, body, columns: heading.map((column) => column.trim()), rows };
}

type Read = readonly [ChosenFile['body'], readonly (readonly string[])[]];

function readCsv(csv: string): Read {
  return [{ csv }, Papa.parse<readonly string[]>(csv, { skipEmptyLines: true, preview: shownRows + 1 }).data];
}

async function readXlsx(file: File): Promise<Read> {
  // It is fetched by those alone who choose such a file.
  const { readSheet } = await import('read-excel-file/universal');
  const rows = await readSheet(file, 1, { trim: false });
  const lines = rows.map((cells) => cells.map(cellText)).filter((cells) => cells.some((cell) => cell !== ''));
  return [{ xlsx: base64(new Uint8Array(await file.arrayBuffer())) }, lines];
}

function cellText(content: unknown): string {
  if (content instanceof Date) return content.toISOString().slice(0, 16).replace('T', ' ').replace(' 00:00', '');
  return content === null || content === undefined ? '' : String(content);
}

function base64(bytes: Uint8Array): string {
  const step = 32_768;
  const pieces = Array.from({ length: Math.ceil(bytes.length / step) }, (_, index) =>
    String.fromCodePoint(...bytes.subarray(index * step, (index + 1) * step)),
  );
  return btoa(pieces.join(''));
}
