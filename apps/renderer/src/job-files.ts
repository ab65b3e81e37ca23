import { createHash } from 'node:crypto';
import { open, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { LRUCache } from 'lru-cache';
import type { filesOf } from '../../../libs/generation/domain/renderer-protocol.js';
import { TakeError } from './take-failure.js';

/** Hashes of a .safetensors file, hex. */
export interface JobFileHash {
  /** Of the whole file. */
  readonly sha256: string;
  /** Twelve digits over the weights without the header, as other tools compute it. */
  readonly shortHash: string;
}

const MAX_CACHED = 100;
const CHUNK_BYTES = 1024 * 1024;
const SHORT_DIGITS = 12;
const LENGTH_BYTES = 8;

type FileRef = ReturnType<typeof filesOf>[number];

/** Hashes of the files that jobs add to their models, cached until a file changes. */
export class JobFiles {
  private readonly cache = new LRUCache<string, Promise<JobFileHash>>({ max: MAX_CACHED });

  /**
   * @param refs as `filesOf` lists them
   * @throws TakeError LORA_INVALID, ADDITION_INVALID if a file is unreadable or has another hash
   */
  async hashesOf(refs: readonly FileRef[], files: readonly string[]): Promise<JobFileHash[]> {
    return Promise.all(refs.map((ref, at) => this.check(ref, files[at])));
  }

  private async check({ kind, id, sha256 }: FileRef, file: string | undefined): Promise<JobFileHash> {
    const code = kind === 'lora' ? 'LORA_INVALID' : 'ADDITION_INVALID';
    if (file === undefined) throw new TakeError(code, `there is no file for ${id}`);
    const hash = await this.hashOf(file).catch((error: unknown) => {
      // The system's message would reveal the path.
      const { code: cause } = error as NodeJS.ErrnoException;
      const reason = cause === 'ENOENT' ? 'there is no such file' : `it cannot be read (${cause})`;
      throw new TakeError(code, `${basename(file)}: ${reason}`);
    });
    if (sha256 !== undefined && sha256 !== hash.sha256) {
      const problem = `${basename(file)} is not the file that this take is bound to (${shortSha256(hash)}, not ${sha256.slice(0, 10)})`;
      throw new TakeError(code, problem);
    }
    return hash;
  }

  private async hashOf(file: string): Promise<JobFileHash> {
    const { size, mtimeMs } = await stat(file);
    const key = `${file}\0${size}\0${mtimeMs}`;
    const hash = this.cache.get(key) ?? hashFile(file);
    this.cache.set(key, hash);
    hash.catch(() => this.cache.delete(key));
    return hash;
  }
}

const shortSha256 = ({ sha256 }: JobFileHash) => sha256.slice(0, 10);

/** Computes both hashes in one pass. A header that ends behind the file leaves no weights. */
async function hashFile(file: string): Promise<JobFileHash> {
  const [whole, weights] = [createHash('sha256'), createHash('sha256')];
  const handle = await open(file, 'r');
  try {
    const buffer = Buffer.alloc(CHUNK_BYTES);
    let headerEnd: number | undefined;
    for (let offset = 0; ;) {
      const { bytesRead } = await handle.read(buffer, 0, CHUNK_BYTES, offset);
      if (bytesRead === 0) break;
      const chunk = buffer.subarray(0, bytesRead);
      headerEnd ??= headerEndOf(chunk);
      whole.update(chunk);
      weights.update(chunk.subarray(Math.min(bytesRead, Math.max(0, headerEnd - offset))));
      offset += bytesRead;
    }
  } finally {
    await handle.close();
  }
  return { sha256: whole.digest('hex'), shortHash: weights.digest('hex').slice(0, SHORT_DIGITS) };
}

/** The file starts with the length of its header: eight bytes, little-endian. */
function headerEndOf(start: Buffer): number {
  return start.length < LENGTH_BYTES ? 0 : LENGTH_BYTES + Number(start.readBigUInt64LE(0));
}
