import { setImmediate as nextTick } from 'node:timers/promises';
import { Writable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import type { Response } from 'express';
import { PersonalDataExporters } from '../domain/personal-data-exporters.js';
import { PersonalDataZip } from './personal-data-zip.js';

const PART_BYTES = 64 * 1024;
const PARTS = 256;
const MAX_AHEAD_BYTES = 1024 * 1024;

/** Acknowledges each chunk late (slow) or only on demand. */
class Reader extends Writable {
  readBytes = 0;
  readonly pending: (() => void)[] = [];

  constructor(private readonly isSlow: boolean) {
    super({ highWaterMark: 16 * 1024 });
  }

  attachment(): void {
    // The file name doesn't matter here.
  }

  type(): void {
    // The content type doesn't matter here.
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.readBytes += chunk.byteLength;
    if (this.isSlow) void nextTick().then(done);
    else this.pending.push(done);
  }
}

/** An account too large to hold in memory. Counts the bytes read and whether its iterators were released. */
class LargeAccount {
  producedBytes = 0;
  isReleased = false;
  isFileReleased = false;

  constructor(private readonly onProduced: () => void = () => undefined) {}

  async *files() {
    try {
      yield { name: 'texts.json', content: () => this.parts() };
      yield { name: 'image.png', content: () => this.parts() };
    } finally {
      this.isReleased = true;
    }
  }

  private async *parts(): AsyncIterable<Uint8Array> {
    try {
      for (let n = 0; n < PARTS; n++) {
        // Random bytes don't compress, so the output is as large as the input.
        const part = crypto.getRandomValues(new Uint8Array(PART_BYTES));
        this.producedBytes += PART_BYTES;
        this.onProduced();
        yield await Promise.resolve(part);
      }
    } finally {
      this.isFileReleased = true;
    }
  }
}

const exportOf = (account: LargeAccount): PersonalDataZip => {
  const exporters = new PersonalDataExporters();
  exporters.add(() => account.files());
  return new PersonalDataZip(exporters, { now: () => 0 });
};
const asResponse = (reader: Reader): Response => reader as unknown as Response;

describe('PersonalDataZip', () => {
  it('[A26] an export stays less than 1 MiB ahead of its reader when the account is large', async () => {
    const reader = new Reader(true);
    let furthestAhead = 0;
    const account = new LargeAccount(
      () => (furthestAhead = Math.max(furthestAhead, account.producedBytes - reader.readBytes)),
    );
    await exportOf(account).write('ann', asResponse(reader));
    expect(account.producedBytes).toBe(2 * PARTS * PART_BYTES);
    expect(reader.readBytes).toBeGreaterThan(account.producedBytes);
    expect(furthestAhead).toBeLessThan(MAX_AHEAD_BYTES);
    expect([account.isReleased, reader.writableFinished]).toEqual([true, true]);
  });

  it('[A26] an export releases everything when its reader disconnects halfway', async () => {
    const reader = new Reader(false);
    const account = new LargeAccount();
    const exporting = exportOf(account);
    const written = exporting.write('ann', asResponse(reader));
    while (reader.pending.length === 0) await nextTick();
    await expect(exporting.write('ann', asResponse(new Reader(true)))).rejects.toThrow('RATE_LIMITED');
    reader.destroy();
    await written;
    while (!account.isReleased || !account.isFileReleased) await nextTick();
    expect(account.producedBytes).toBeLessThan(MAX_AHEAD_BYTES);
    const again = new Reader(true);
    await exporting.write('ann', asResponse(again));
    expect(again.writableFinished).toBe(true);
  });
});
