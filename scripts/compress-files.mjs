import { readFile, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const smallest = 1024;

/** Puts a .br and a .gz beside each text file that is worth it, so that the server never compresses. */
export async function compressFiles(paths) {
  await Promise.all(paths.filter((path) => /\.(?:js|css|html|svg|json)$/u.test(path)).map(compress));
}

async function compress(path) {
  const content = await readFile(path);
  if (content.length < smallest) return;
  const options = { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY, [constants.BROTLI_PARAM_SIZE_HINT]: content.length } };
  const [small, wide] = await Promise.all([promisify(brotliCompress)(content, options), promisify(gzip)(content, { level: 9 })]);
  await Promise.all([writeFile(`${path}.br`, small), writeFile(`${path}.gz`, wide)]);
}
