/** Compresses the page's files once, so that no visit pays for it: `node tools/compress.mjs FOLDER` writes FILE.br beside each. */
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';

const compress = promisify(brotliCompress);
const COMPRESSIBLE = /\.(?:js|css|svg|json|webmanifest)$/;
/** What fits into one packet gains nothing. */
const MIN_BYTES = 1_400;
/** 1.5 % larger than the best, which takes more than twice the time. */
const QUALITY = 10;

const folder = process.argv[2] ?? '.';
await Promise.all(
  (await readdir(folder, { recursive: true }))
    .filter((name) => COMPRESSIBLE.test(name))
    .map(async (name) => {
      const file = join(folder, name);
      const { size } = await stat(file);
      if (size < MIN_BYTES) return;
      const params = { [constants.BROTLI_PARAM_QUALITY]: QUALITY, [constants.BROTLI_PARAM_SIZE_HINT]: size };
      await writeFile(`${file}.br`, await compress(await readFile(file), { params }));
    }),
);
