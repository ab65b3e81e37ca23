import { createHash } from 'node:crypto';
import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { ModelFingerprints } from '../domain/model-failure.js';

/** Of each end of a file. Weights are exported anew as a whole, so that more need not be read. */
const SAMPLE_BYTES = 64 * 1024;
const FRESH_MS = 2_000;
/** Describes the model for users, and may be mended while the model stays what it is. */
const CARD = 'visionary.json';

/** Names, lengths and both ends of all files: no times, which differ from machine to machine. */
@Injectable()
export class ModelFileFingerprints extends ModelFingerprints {
  private readonly known = new Map<string, { readonly fingerprint: Promise<string | null>; readonly atMs: number }>();

  of(dir: string): Promise<string | null> {
    const known = this.known.get(dir);
    if (known && performance.now() - known.atMs < FRESH_MS) return known.fingerprint;
    const fingerprint = fingerprintOf(dir).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return null;
      throw error;
    });
    this.known.set(dir, { fingerprint, atMs: performance.now() });
    fingerprint.catch(() => this.known.delete(dir));
    return fingerprint;
  }
}

const fingerprintOf = async (dir: string): Promise<string> => {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  // Caches of downloads are made of links.
  const files = entries.filter((entry) => entry.isFile() || entry.isSymbolicLink());
  const paths = files.map((entry) => join(entry.parentPath, entry.name));
  const hash = createHash('sha256');
  for (const path of paths.sort()) {
    const name = path.slice(join(dir, '/').length).replaceAll('\\', '/');
    if (name !== CARD) hash.update(`${name}\0`).update(await sampleOf(path));
  }
  return hash.digest('hex');
};

const sampleOf = async (path: string): Promise<Buffer> => {
  const file = await open(path);
  try {
    const found = await file.stat();
    if (!found.isFile()) return Buffer.alloc(0);
    const { size } = found;
    const head = await file.read(Buffer.alloc(SAMPLE_BYTES), 0, SAMPLE_BYTES, 0);
    const tail = await file.read(Buffer.alloc(SAMPLE_BYTES), 0, SAMPLE_BYTES, Math.max(0, size - SAMPLE_BYTES));
    const ends = [head, tail].map(({ buffer, bytesRead }) => buffer.subarray(0, bytesRead));
    return Buffer.concat([Buffer.from(`${size}\0`), ...ends]);
  } finally {
    await file.close();
  }
};
