import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { folderFingerprint, folderHash } from '@visionary/diffusion/lora-fit';
import { FileHashes } from '../domain/file-hashes.js';

const KEPT = 200;

/** Files are read in small pieces, so that the event loop goes on. */
export class DiskFileHashes extends FileHashes {
  private readonly known = new Map<string, Promise<string>>();

  ofModel(dir: string): Promise<string | null> {
    return this.once(
      async () => `${dir}\0${await folderFingerprint(dir)}`,
      () => folderHash(dir),
    );
  }

  ofFile(path: string): Promise<string | null> {
    const key = async () => {
      const { size, mtimeMs } = await stat(path);
      return `${path}\0${size}:${mtimeMs}`;
    };
    return this.once(key, () => hashOf(path));
  }

  private async once(keyOf: () => Promise<string>, read: () => Promise<string>): Promise<string | null> {
    try {
      const key = await keyOf();
      const hash = this.known.get(key) ?? read();
      this.known.set(key, hash);
      hash.catch(() => this.known.delete(key));
      const [oldest] = this.known.keys();
      if (this.known.size > KEPT && oldest !== undefined) this.known.delete(oldest);
      return await hash;
    } catch {
      return null;
    }
  }
}

const hashOf = async (path: string): Promise<string> => {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex');
};
