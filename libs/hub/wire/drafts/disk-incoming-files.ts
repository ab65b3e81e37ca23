import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rm, stat, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { Rejection } from '@visionary/kernel';
import { Config } from '@visionary/platform/config';
import { IncomingFiles } from '../../domain/drafts/desk.js';
import type { Sums } from '../../domain/drafts/draft-files.js';
import { BlockWriter } from './block-writer.js';
import { RunningSums } from './running-sums.js';

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const READ_AT_ONCE = 1024 * 1024;
const SUMS_KEPT = 512;
/** Left to whatever else the machine does. */
const RESERVE_BYTES = 256 * 1024 * 1024;
/** After so many it is looked anew: others upload meanwhile. */
const ROOM_PROVED_BYTES = 64 * 1024 * 1024;

export const isDiskFull = (error: unknown): boolean =>
  ['ENOSPC', 'EDQUOT', 'EFBIG'].includes(String((error as NodeJS.ErrnoException | null)?.code));

interface Coming {
  readonly id: string;
  readonly name: string;
  readonly offset: number;
  /** No more than this is taken. */
  readonly end: number;
}

/** One file each in `uploads` under the data folder, which nodes may share. Sums go along in this process. */
@Injectable()
export class DiskIncomingFiles extends IncomingFiles {
  readonly dir: string;
  private readonly sums = new Map<string, RunningSums>();

  constructor(config: Config) {
    super();
    this.dir = join(config.dataDir, 'uploads');
  }

  async begin(id: string, bytes: number): Promise<void> {
    await mkdir(this.dir, { recursive: true });
    await this.requireRoom(bytes);
    await writeFile(this.pathOf(id), '');
  }

  /** The database may lie there, too: it goes on where uploads do not. @throws Rejection HUB_DISK_FULL */
  async requireRoom(bytes: number): Promise<void> {
    const { bavail, bsize } = await statfs(this.dir);
    if (bavail * bsize < bytes + RESERVE_BYTES) throw new Rejection('HUB_DISK_FULL');
  }

  async sizeOf(id: string): Promise<number | null> {
    return stat(this.pathOf(id)).then(
      ({ size }) => size,
      () => null,
    );
  }

  pathOf(id: string): string {
    if (!ID.test(id)) throw new RangeError('no id');
    return join(this.dir, id);
  }

  /**
   * Appends what comes. Whatever has come is kept, however it ends.
   * @returns where the file ends
   * @throws Rejection HUB_DISK_FULL; RangeError where more comes than may; what `source` throws
   */
  async receive(coming: Coming, source: AsyncIterable<Uint8Array>, moved: (at: number) => void): Promise<number> {
    // What was announced before may have filled the disk since.
    await this.requireRoom(coming.end - coming.offset);
    const sums = await this.sumsUpTo(coming);
    const file = await open(this.pathOf(coming.id), 'r+');
    const writer = new BlockWriter(file, coming.offset, sums);
    try {
      let left = coming.end - coming.offset;
      let unproved = ROOM_PROVED_BYTES;
      try {
        for await (const chunk of source) {
          await writer.push(chunk.length > left ? chunk.subarray(0, left) : chunk);
          if (chunk.length > left) throw new RangeError('more than was announced');
          left -= chunk.length;
          moved(coming.end - left);
          unproved -= chunk.length;
          if (unproved > 0) continue;
          await this.requireRoom(0);
          unproved = ROOM_PROVED_BYTES;
        }
      } finally {
        await writer.end();
      }
      return writer.written;
    } catch (error) {
      if (!isDiskFull(error)) throw error;
      this.sums.delete(coming.id);
      await file.truncate(writer.written);
      throw new Rejection('HUB_DISK_FULL');
    } finally {
      if (sums.at !== writer.written) this.sums.delete(coming.id);
      await file.close();
    }
  }

  async sumsOf(id: string, name: string): Promise<Sums> {
    const offset = (await stat(this.pathOf(id))).size;
    const sums = await this.sumsUpTo({ id, name, offset });
    this.sums.delete(id);
    return sums.result();
  }

  async drop(id: string): Promise<void> {
    this.sums.delete(id);
    await rm(this.pathOf(id), { force: true });
  }

  /** Whatever was untouched since then, and `isKnown` does not know. @returns how many */
  async dropUnknown(before: number, isKnown: (id: string) => Promise<boolean>): Promise<number> {
    let dropped = 0;
    for (const name of await readdir(this.dir).catch(() => [] as string[])) {
      const found = ID.test(name) && (await stat(this.pathOf(name)).catch(() => null));
      if (!found || found.mtimeMs > before || (await isKnown(name))) continue;
      await this.drop(name);
      dropped += 1;
    }
    return dropped;
  }

  /** What came in through this process before is not read again; what came in elsewhere or before a restart is, once. */
  private async sumsUpTo({ id, name, offset }: Omit<Coming, 'end'>): Promise<RunningSums> {
    const known = this.sums.get(id);
    this.sums.delete(id);
    const sums = known?.at === offset ? known : await this.read(id, name, offset);
    this.sums.set(id, sums);
    const [oldest] = this.sums.keys();
    if (this.sums.size > SUMS_KEPT && oldest !== undefined) this.sums.delete(oldest);
    return sums;
  }

  private async read(id: string, name: string, end: number): Promise<RunningSums> {
    const sums = new RunningSums(name);
    if (end === 0) return sums;
    const before = createReadStream(this.pathOf(id), { end: end - 1, highWaterMark: READ_AT_ONCE });
    for await (const block of before) sums.update(block as Buffer);
    if (sums.at !== end) throw new Error('The upload is shorter than it was.');
    return sums;
  }
}
