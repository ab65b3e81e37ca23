import { mkdir, open, readdir, rm, stat, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { Rejection } from '@visionary/kernel';
import { Config } from '@visionary/platform/config';
import { UploadFiles } from '../../domain/drafts/upload-ports.js';
import type { Checksums } from '../../domain/drafts/draft-files.js';
import { BlockWriter } from './upload-stream/block-writer.js';
import { pumpInto } from './upload-stream/pour.js';
import type { StreamingChecksums } from './upload-stream/streaming-checksums.js';
import { ChecksumWorkers } from './upload-stream/checksum-workers.js';
import { PeriodicFsync } from './upload-stream/periodic-fsync.js';

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const KNOWN_AT_MOST = 512;
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
  /** Whether it is still the turn of whoever receives it. */
  readonly mayWrite: () => boolean;
}

/** One file each in `uploads` under the data folder, which nodes may share. Sums go along in this process. */
@Injectable()
export class DiskUploadFiles extends UploadFiles {
  readonly dir: string;
  private readonly known = new Map<string, Known>();

  constructor(
    config: Config,
    readonly threads: ChecksumWorkers,
  ) {
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
   * Appends what comes. Whatever has come is kept, however it ends; once all of it has, it is on the disk.
   * @param source nobody else has its pieces
   * @returns where the file ends
   * @throws Rejection HUB_DISK_FULL; RangeError where more comes than may; LeaseLostError; what `source` throws
   */
  async receive(coming: Coming, source: Readable, moved: (at: number) => void): Promise<number> {
    // What was announced before may have filled the disk since.
    await this.requireRoom(coming.end - coming.offset);
    const { sums, pace } = await this.knownUpTo(coming);
    const file = await open(this.pathOf(coming.id), 'r+');
    const writer = new BlockWriter(file, coming.offset, sums, coming.mayWrite);
    try {
      await this.takeIn(coming, source, writer, (bytes, at) => {
        pace.came(bytes, file);
        moved(at);
      });
      if (writer.written === coming.end) await file.datasync();
      return writer.written;
    } catch (error) {
      if (!isDiskFull(error)) throw error;
      this.forget(coming.id);
      await file.truncate(writer.written);
      throw new Rejection('HUB_DISK_FULL');
    } finally {
      if (sums.at !== writer.written) this.forget(coming.id);
      pace.closeAfterwards(file);
    }
  }

  async checksumsOf(id: string, name: string): Promise<Checksums> {
    const { size } = await stat(this.pathOf(id));
    // A second time where they were lost on the way.
    for (let look = 0; look < 2; look++) {
      const sums = await (await this.knownUpTo({ id, name, offset: size })).sums.result();
      this.forget(id);
      if (sums) return sums;
    }
    throw new Error('An upload could not be hashed.');
  }

  private async takeIn(
    { offset, end }: Coming,
    source: Readable,
    writer: BlockWriter,
    came: (bytes: number, at: number) => void,
  ): Promise<void> {
    let left = end - offset;
    let unproved = ROOM_PROVED_BYTES;
    const take = (chunk: Buffer) => {
      const more = chunk.length > left;
      const time = writer.push(more ? chunk.subarray(0, left) : chunk);
      // What the disk says of it the end says again.
      time?.catch(() => undefined);
      if (more) throw new RangeError('more than was announced');
      left -= chunk.length;
      came(chunk.length, end - left);
      unproved -= chunk.length;
      if (unproved > 0) return time;
      unproved = ROOM_PROVED_BYTES;
      return Promise.all([time, this.requireRoom(0)]).then(() => undefined);
    };
    await pumpInto(source, take, true).finally(() => writer.end());
  }

  async drop(id: string): Promise<void> {
    this.forget(id);
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
  private async knownUpTo({ id, name, offset }: Pick<Coming, 'id' | 'name' | 'offset'>): Promise<Known> {
    const before = this.known.get(id);
    const known =
      before?.sums.at === offset ? before : { sums: await this.restore(id, name, offset), pace: new PeriodicFsync() };
    if (known !== before) this.forget(id);
    // The one that was used last is the last to be forgotten.
    this.known.delete(id);
    this.known.set(id, known);
    const [oldest] = this.known.keys();
    if (this.known.size > KNOWN_AT_MOST && oldest !== undefined) this.forget(oldest);
    return known;
  }

  private async restore(id: string, name: string, end: number): Promise<StreamingChecksums> {
    const sums = this.threads.begin(name);
    if (end > 0) await sums.read(this.pathOf(id), end);
    if (sums.at === null) throw new Error('An upload could not be read.');
    return sums;
  }

  private forget(id: string): void {
    this.known.get(id)?.sums.forget();
    this.known.delete(id);
  }
}

interface Known {
  readonly sums: StreamingChecksums;
  readonly pace: PeriodicFsync;
}
