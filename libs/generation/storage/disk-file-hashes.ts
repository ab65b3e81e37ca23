import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { folderFingerprint, folderHash } from '@visionary/diffusion/lora-compatibility';
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
    return this.once(
      () => keyOf(path),
      () => hashOf(path),
    );
  }

  ofWeights(path: string): Promise<string | null> {
    return this.once(
      async () => `weights\0${await keyOf(path)}`,
      async () => hashOf(path, await headerEnd(path)),
    );
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

const keyOf = async (path: string): Promise<string> => {
  const { size, mtimeMs } = await stat(path);
  return `${path}\0${size}:${mtimeMs}`;
};

/** A .safetensors file begins with the length of its header in eight bytes, the lowest first. */
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
