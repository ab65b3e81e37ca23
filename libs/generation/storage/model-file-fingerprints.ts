import { createHash } from 'node:crypto';
import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import type { Model } from '../domain/model.js';

/** Read from both ends of a file. Weights are always exported as a whole, so this suffices. */
const SAMPLE_BYTES = 64 * 1024;
const CACHE_MS = 2_000;
/** Card, vocabulary, and images of the folder itself may be edited without making it another model. */
const CARD_FILES = /^(visionary\.json|vocabulary\.json|[^/]+\.(webp|png|jpe?g|md))$/iu;

/** Hashes names, lengths, and both ends of all files. Times differ between machines, so they are left out. */
@Injectable()
export class ModelFileFingerprints {
  private readonly cached = new Map<string, { readonly fingerprint: Promise<string | null>; readonly atMs: number }>();

  /** The hash of a hub version, which never changes. @returns null if the folder does not exist */
  async ofModel({ dir, hub }: Model): Promise<string | null> {
    return hub?.hash ?? (dir === undefined ? null : this.of(dir));
  }

  /** @returns null if the folder does not exist */
  of(dir: string): Promise<string | null> {
    const cached = this.cached.get(dir);
    if (cached && performance.now() - cached.atMs < CACHE_MS) return cached.fingerprint;
    const fingerprint = fingerprintOf(dir).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return null;
      throw error;
    });
    this.cached.set(dir, { fingerprint, atMs: performance.now() });
    fingerprint.catch(() => this.cached.delete(dir));
    return fingerprint;
  }
}

const fingerprintOf = async (dir: string): Promise<string> => {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  // Download caches consist of links.
  const files = entries.filter((entry) => entry.isFile() || entry.isSymbolicLink());
  const paths = files.map((entry) => join(entry.parentPath, entry.name));
  const hash = createHash('sha256');
  for (const path of paths.sort()) {
    const name = path.slice(join(dir, '/').length).replaceAll('\\', '/');
    if (!CARD_FILES.test(name)) hash.update(`${name}\0`).update(await sampleOf(path));
  }
  return hash.digest('hex');
};

const sampleOf = async (path: string): Promise<Buffer> => {
  const file = await open(path);
  try {
    const stats = await file.stat();
    if (!stats.isFile()) return Buffer.alloc(0);
    const { size } = stats;
    const head = await file.read(Buffer.alloc(SAMPLE_BYTES), 0, SAMPLE_BYTES, 0);
    const tail = await file.read(Buffer.alloc(SAMPLE_BYTES), 0, SAMPLE_BYTES, Math.max(0, size - SAMPLE_BYTES));
    const ends = [head, tail].map(({ buffer, bytesRead }) => buffer.subarray(0, bytesRead));
    return Buffer.concat([Buffer.from(`${size}\0`), ...ends]);
  } finally {
    await file.close();
  }
};
