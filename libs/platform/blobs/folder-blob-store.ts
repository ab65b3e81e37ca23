import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { BlobStore, type OpenedBlob } from './blob-store.js';

const KEY = /^[0-9a-f]{64}$/;

/** Whoever holds something longer has died over it. */
const HELD_AT_MOST_MS = 3_600_000;

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

  async hold<T>(content: Uint8Array, use: (key: string) => Promise<T>): Promise<T> {
    const key = createHash('sha256').update(content).digest('hex');
    const hand = join(this.hands, `${key}.${randomUUID()}`);
    await mkdir(this.hands, { recursive: true });
    await writeFile(hand, '');
    try {
      return await use(await this.put(content));
    } finally {
      await rm(hand, { force: true });
    }
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

  /**
   * Put aside first: whoever holds it from then on does not find it and writes it anew, and whoever held it before is seen now,
   * by their hand or by what they have written down.
   */
  async drop(key: string, isNeeded: () => Promise<boolean>): Promise<void> {
    if (!KEY.test(key) || (await isNeeded())) return;
    const path = this.pathOf(key);
    const aside = `${path}.${randomUUID()}.aside`;
    try {
      await rename(path, aside);
    } catch (error) {
      if (isMissing(error)) return;
      throw error;
    }
    let mayGo = false;
    try {
      mayGo = !(await this.isHeld(key)) && !(await isNeeded());
    } finally {
      await (mayGo ? rm(aside) : rename(aside, path));
    }
  }

  private async isHeld(key: string): Promise<boolean> {
    const hands = await readdir(this.hands).catch(() => [] as string[]);
    for (const hand of hands.filter((name) => name.startsWith(key))) {
      const since = await stat(join(this.hands, hand)).then(
        ({ mtimeMs }) => mtimeMs,
        () => -Infinity,
      );
      if (Date.now() - since < HELD_AT_MOST_MS) return true;
    }
    return false;
  }

  /** One empty file for each that is held: other nodes share the folder and nothing else. */
  private get hands(): string {
    return join(this.root, 'held');
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
