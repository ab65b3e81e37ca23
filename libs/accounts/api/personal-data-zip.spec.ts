import { setImmediate as breath } from 'node:timers/promises';
import { Writable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import type { Response } from 'express';
import { PersonalDataExporters, type PersonalDataExporter } from '../domain/personal-data-exporters.js';
import { PersonalDataZip } from './personal-data-zip.js';

const PART_BYTES = 64 * 1024;
const PARTS = 256;
const AHEAD_AT_MOST = 1024 * 1024;

/** A reader that takes a piece, then thinks. */
class Reader extends Writable {
  taken = 0;
  readonly thinking: (() => void)[] = [];

  constructor(private readonly isSlow: boolean) {
    super({ highWaterMark: 16 * 1024 });
  }

  attachment(): void {
    // What the file is called does not matter here.
  }

  type(): void {
    // Nor of which kind it is.
  }

  override _write(piece: Buffer, _encoding: BufferEncoding, then: () => void): void {
    this.taken += piece.byteLength;
    if (this.isSlow) void breath().then(then);
    else this.thinking.push(then);
  }
}

/** An account with far more than anybody should hold in memory; counts what was made of it and whether it was let go. */
class LargeAccount implements PersonalDataExporter {
  readonly folder = '';
  made = 0;
  isLetGo = false;
  isFileLetGo = false;

  constructor(private readonly noteMade: () => void = () => undefined) {}

  async *files() {
    try {
      yield { name: 'words.json', content: () => this.parts() };
      yield { name: 'image.png', content: () => this.parts() };
    } finally {
      this.isLetGo = true;
    }
  }

  private async *parts(): AsyncIterable<Uint8Array> {
    try {
      for (let n = 0; n < PARTS; n++) {
        // Nothing that could be pressed: what comes out is as much as what goes in.
        const part = crypto.getRandomValues(new Uint8Array(PART_BYTES));
        this.made += PART_BYTES;
        this.noteMade();
        yield await Promise.resolve(part);
      }
    } finally {
      this.isFileLetGo = true;
    }
  }
}

const exportOf = (account: LargeAccount): PersonalDataZip => {
  const data = new PersonalDataExporters();
  data.add(account);
  return new PersonalDataZip(data, { now: () => 0 });
};
const asResponse = (reader: Reader): Response => reader as unknown as Response;

describe('the export of a very large account', () => {
  it('[A26] is made as fast as it is read, and never far ahead of whoever reads it', async () => {
    const reader = new Reader(true);
    let furthest = 0;
    const account = new LargeAccount(() => (furthest = Math.max(furthest, account.made - reader.taken)));
    await exportOf(account).write('ann', asResponse(reader));
    expect(account.made).toBe(2 * PARTS * PART_BYTES);
    expect(reader.taken).toBeGreaterThan(account.made);
    expect(furthest).toBeLessThan(AHEAD_AT_MOST);
    expect([account.isLetGo, reader.writableFinished]).toEqual([true, true]);
  });

  it('[A26] is let go, with all it holds, when its reader leaves in the middle', async () => {
    const reader = new Reader(false);
    const account = new LargeAccount();
    const exporting = exportOf(account);
    const written = exporting.write('ann', asResponse(reader));
    while (reader.thinking.length === 0) await breath();
    await expect(exporting.write('ann', asResponse(new Reader(true)))).rejects.toThrow('RATE_LIMITED');
    reader.destroy();
    await written;
    while (!account.isLetGo || !account.isFileLetGo) await breath();
    expect(account.made).toBeLessThan(AHEAD_AT_MOST);
    const again = new Reader(true);
    await exporting.write('ann', asResponse(again));
    expect(again.writableFinished).toBe(true);
  });
});
