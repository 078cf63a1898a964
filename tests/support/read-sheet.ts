import { readSheet as read } from 'read-excel-file/node';

/** The rows of the first sheet of an XLSX file, as another program reads them: days and times of a wall clock as Dates in UTC. */
export async function readSheet(file: Buffer): Promise<readonly (readonly unknown[])[]> {
  return read(file, { trim: false });
}
