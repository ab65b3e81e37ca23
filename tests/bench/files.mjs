/**
 * Uploads and downloads of model files, compared with the limits of the machine. Up: with the protocol of the client, in parts
 * of its size, with the hash made on the way; against the slower of writing with fsync and of SHA-256 alone. Down: from disk to
 * a client in a process of its own; against nginx with sendfile. Rounds of ours and theirs alternate, so that what else the machine does falls on
 * both; prints medians, the time of each round, and its CPU time in the serving process. Then a folder of 200 small files, many downloads at once, and an upload
 * and a download that are cut at random points. A file that differs from the original fails the run.
 *
 *     npm run bench -- files [--mib N] [--rounds N] [--many N] [--cuts N] [--seed N]
 */
import { tmpdir } from 'node:os';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { startServer } from './support/bench-server.mjs';
import { printFigures, readNumbers } from './support/command-line.mjs';
import { bareFigures } from './support/files/bare.mjs';
import { makeFile } from './support/files/made-file.mjs';
import { downFigures } from './support/files/down.mjs';
import { upFigures } from './support/files/up.mjs';
import { randomOf } from '../support/random-numbers.mjs';

const { sizes } = readNumbers({ mib: 1024, rounds: 3, many: 200, cuts: 50, seed: Date.now() % 1e6 });
const figures = { ...sizes };
const random = randomOf(sizes.seed);

const folder = mkdtempSync(join(tmpdir(), 'visionary-bench-'));
const server = await startServer(join(folder, 'models', 'none'));
try {
  const file = await makeFile(join(folder, 'weights.safetensors'), sizes.mib);
  figures.bare = await bareFigures(folder, file, sizes.rounds);
  figures.up = await upFigures(server, folder, file, { ...sizes, random, bareMs: figures.bare.slowerMs });
  figures.down = await downFigures(server, folder, file, { ...sizes, random });
} finally {
  await server.end();
  rmSync(folder, { recursive: true, force: true });
}
printFigures('files', figures, figures.up.faults + figures.down.faults);
