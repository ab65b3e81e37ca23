import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { rmSync } from 'node:fs';
import { join } from 'node:path';

import { median, rounded } from '../figures.mjs';

const BLOCK_BYTES = 4 * 1024 ** 2;

/** The lower bound for storing and hashing a file: writing it with fsync, and its SHA-256, each alone. */
export async function bareFigures(folder, { bytes }, rounds) {
  const block = Buffer.alloc(BLOCK_BYTES, 0x5a);
  const [writes, hashes] = [[], []];
  for (let round = 0; round < rounds; round++) {
    writes.push(await timed(() => write(join(folder, 'bare'), block, bytes)));
    hashes.push(await timed(() => hashOf(block, bytes)));
  }
  const writeMs = rounded(median(writes));
  const sha256Ms = rounded(median(hashes));
  return { writeAndFsyncMs: writeMs, sha256Ms, slowerMs: Math.max(writeMs, sha256Ms) };
}

export async function timed(work) {
  const from = performance.now();
  await work();
  return performance.now() - from;
}

async function write(path, block, bytes) {
  const file = await open(path, 'w');
  for (let left = bytes; left > 0; left -= block.length) await file.write(block, 0, Math.min(block.length, left));
  await file.sync();
  await file.close();
  rmSync(path);
}

function hashOf(block, bytes) {
  const hash = createHash('sha256');
  for (let left = bytes; left > 0; left -= block.length) hash.update(block.subarray(0, Math.min(block.length, left)));
  hash.digest();
}
