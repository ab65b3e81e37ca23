import { createHash, randomUUID } from 'node:crypto';
import { constants, createReadStream } from 'node:fs';
import { copyFile, link, mkdir, open, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { BlobStore, type ByteRange, type KeptBlob, type OpenedBlob } from './blob-store.js';

const KEY = /^[0-9a-f]{64}$/;
const FAN = /^[0-9a-f]{2}$/;
const READ_AT_ONCE = 1024 * 1024;

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
    if (await this.sizeOf(key)) return key;
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
    return this.inHand(key, async () => use(await this.put(content)));
  }

  async holdFile<T>(path: string, key: string, use: (known: boolean) => Promise<T>): Promise<T> {
    if (!KEY.test(key)) throw new RangeError('no key');
    return this.inHand(key, async () => {
      const place = this.pathOf(key);
      const known = (await this.sizeOf(key)) !== null;
      await (known ? rm(path, { force: true }) : moveFile(path, place));
      return use(known);
    });
  }

  async holdKnown<T>(key: string, use: () => Promise<T>): Promise<T | null> {
    if (!KEY.test(key)) return null;
    return this.inHand(key, async () => ((await this.sizeOf(key)) === null ? null : use()));
  }

  async open(key: string, range?: ByteRange): Promise<OpenedBlob | null> {
    if (!KEY.test(key)) return null;
    try {
      const file = await open(this.pathOf(key), 'r');
      const { size } = await file.stat();
      const part = range ? { start: range.from, end: range.to } : {};
      return { bytes: size, stream: file.createReadStream({ ...part, highWaterMark: READ_AT_ONCE }) };
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  }

  async sizeOf(key: string): Promise<number | null> {
    if (!KEY.test(key)) return null;
    return stat(this.pathOf(key)).then(
      ({ size }) => size,
      () => null,
    );
  }

  async fetch(key: string, path: string): Promise<void> {
    if (!KEY.test(key)) throw new RangeError('no key');
    await mkdir(dirname(path), { recursive: true });
    await rm(path, { force: true });
    const place = this.pathOf(key);
    // One file in two folders where that can be; nobody writes to either.
    await link(place, path).catch(() => copyFile(place, path, constants.COPYFILE_FICLONE));
    if ((await hashOf(path)) === key) return;
    await rm(path, { force: true });
    throw new Error(`The blob ${key} is damaged.`);
  }

  async *all(): AsyncIterable<KeptBlob> {
    for (const folder of await readdir(this.root).catch(() => [] as string[])) {
      if (!FAN.test(folder)) continue;
      for (const key of await readdir(join(this.root, folder)).catch(() => [] as string[])) {
        if (!KEY.test(key)) continue;
        const found = await stat(this.pathOf(key)).catch(() => null);
        if (found) yield { key, bytes: found.size, at: found.mtimeMs };
      }
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

  /** While `work` goes on nobody drops it. */
  private async inHand<T>(key: string, work: () => Promise<T>): Promise<T> {
    const hand = join(this.hands, `${key}.${randomUUID()}`);
    await mkdir(this.hands, { recursive: true });
    await writeFile(hand, '');
    try {
      return await work();
    } finally {
      await rm(hand, { force: true });
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

/** Whole or not at all, also where the two lie on different disks. */
const moveFile = async (from: string, to: string): Promise<void> => {
  await mkdir(dirname(to), { recursive: true });
  try {
    await rename(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error;
    const unfinished = `${to}.${randomUUID()}.part`;
    await copyFile(from, unfinished);
    const file = await open(unfinished, 'r+');
    await file.sync().finally(() => file.close());
    await rename(unfinished, to);
    await rm(from, { force: true });
  }
};

const hashOf = async (path: string): Promise<string> => {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: READ_AT_ONCE })) hash.update(chunk as Buffer);
  return hash.digest('hex');
};
