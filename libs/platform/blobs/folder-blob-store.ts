import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { BlobStore, type OpenedBlob } from './blob-store.js';

const KEY = /^[0-9a-f]{64}$/;

const isMissing = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT';

/** Files under `root`, fanned out by the first two digits. A file appears whole or not at all, also when the power goes. */
export class FolderBlobStore extends BlobStore {
  constructor(private readonly root: string) {
    super();
  }

  async put(content: Uint8Array): Promise<string> {
    const key = createHash('sha256').update(content).digest('hex');
    const path = this.pathOf(key);
    if (await this.sizeOf(path)) return key;
    await mkdir(dirname(path), { recursive: true });
    const unfinished = `${path}.${randomUUID()}.part`;
    try {
      await this.write(unfinished, content);
      await rename(unfinished, path);
    } catch (error) {
      await rm(unfinished, { force: true });
      throw error;
    }
    return key;
  }

  async open(key: string): Promise<OpenedBlob | null> {
    if (!KEY.test(key)) return null;
    try {
      const file = await open(this.pathOf(key), 'r');
      const { size } = await file.stat();
      return { bytes: size, stream: file.createReadStream() };
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  }

  async delete(key: string): Promise<void> {
    if (KEY.test(key)) await rm(this.pathOf(key), { force: true });
  }

  private pathOf(key: string): string {
    return join(this.root, key.slice(0, 2), key);
  }

  private async sizeOf(path: string): Promise<number> {
    return stat(path).then(
      ({ size }) => size,
      () => 0,
    );
  }

  private async write(path: string, content: Uint8Array): Promise<void> {
    const file = await open(path, 'wx');
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
  }
}
