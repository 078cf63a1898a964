/** Data as JSON where it was asked for, otherwise the sentence; on standard output. */
export function print(options: { readonly json?: boolean }, data: unknown, sentence: string): void {
  process.stdout.write(options.json === true ? `${JSON.stringify(data)}\n` : `${sentence}\n`);
}
