import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { folderFingerprint, folderHash } from '@visionary/diffusion/model-files';
import { resolve } from 'node:path';
import { LRUCache } from 'lru-cache';
import type { Model } from '../domain/model.js';

const MAX_CACHED = 200;

/** Of the whole process: a file has the same hash for every server in it. */
const hashes = new LRUCache<string, Promise<string>>({ max: MAX_CACHED });

/** SHA-256 of files in hex, cached until the files change. Streams, so that the event loop is not blocked. */
export class DiskFileHashes {
  /** As takes record it. @returns null if the folder is unreadable */
  async modelHash({ dir, hub }: Model): Promise<string | null> {
    return hub?.hash ?? (dir === undefined ? null : this.ofModel(dir));
  }

  /** As takes record it. @returns null if the file is unreadable */
  async additionHash({ path, hub }: Pick<Model, 'hub'> & { readonly path?: string }): Promise<string | null> {
    return hub?.hash ?? (path === undefined ? null : this.ofFile(path));
  }

  /** Of a model folder's names and contents. @returns null if it is unreadable */
  ofModel(dir: string): Promise<string | null> {
    return this.cachedHash(
      async () => `${resolve(dir)}\0${await folderFingerprint(dir)}`,
      () => folderHash(dir),
    );
  }

  /** @returns null if it is unreadable */
  ofFile(path: string): Promise<string | null> {
    return this.cachedHash(
      () => keyOf(path),
      () => hashOf(path),
    );
  }

  /** Of a .safetensors file without its header, as other tools name LoRAs. @returns null if it is unreadable */
  ofWeights(path: string): Promise<string | null> {
    return this.cachedHash(
      async () => `weights\0${await keyOf(path)}`,
      async () => hashOf(path, await headerEnd(path)),
    );
  }

  private async cachedHash(keyOf: () => Promise<string>, computeHash: () => Promise<string>): Promise<string | null> {
    try {
      const key = await keyOf();
      const hash = hashes.get(key) ?? computeHash();
      hashes.set(key, hash);
      hash.catch(() => hashes.delete(key));
      return await hash;
    } catch {
      return null;
    }
  }
}

const keyOf = async (path: string): Promise<string> => {
  const { size, mtimeMs } = await stat(path);
  return `${resolve(path)}\0${size}:${mtimeMs}`;
};

/** A .safetensors file starts with the length of its header: eight bytes, little-endian. */
const headerEnd = async (path: string): Promise<number> => {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(8), 0, 8, 0);
    const end = 8 + Number(buffer.readBigUInt64LE());
    return bytesRead < 8 || end > (await file.stat()).size ? 0 : end;
  } finally {
    await file.close();
  }
};

const hashOf = async (path: string, start = 0): Promise<string> => {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { start })) hash.update(chunk as Buffer);
  return hash.digest('hex');
};
