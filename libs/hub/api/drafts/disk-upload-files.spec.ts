import { hash } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { Config } from '@visionary/platform/config';
import { DiskUploadFiles } from './disk-upload-files.js';
import { LeaseLostError } from './upload-stream/block-writer.js';
import { BLOCK_BYTES } from './upload-stream/buffer-pool.js';
import { ChecksumWorkers } from './upload-stream/checksum-workers.js';

const ID = '00000000-0000-4000-8000-000000000001';

let incoming: DiskUploadFiles;
beforeEach(() => {
  incoming = new DiskUploadFiles(
    { dataDir: mkdtempSync(join(tmpdir(), 'incoming-')) } as Config,
    new ChecksumWorkers(),
  );
});
afterEach(async () => {
  await incoming.threads.onApplicationShutdown();
  await rm(dirname(incoming.dir), { recursive: true });
});

const come = (bytes: Buffer, offset: number, end: number, mayWrite = () => true) =>
  incoming.receive({ id: ID, name: 'a', offset, end, mayWrite }, Readable.from([bytes]), () => undefined);

it('[M23] a disk that has filled up since an upload was announced takes no byte of it, and keeps what came', async () => {
  await incoming.begin(ID, 6);
  const abc = Buffer.from('abc');
  expect(await come(abc, 0, 6)).toBe(3);
  await expect(come(abc, 3, 2 ** 60)).rejects.toMatchObject({ code: 'HUB_DISK_FULL' });
  expect(await incoming.sizeOf(ID)).toBe(3);
  expect(await come(abc, 3, 6)).toBe(6);
});

it('[M114] whose turn at an upload is over writes no more of it, and whoever is next goes on with the right hash', async () => {
  // Pieces that were taken are cleared.
  const file = () => Buffer.concat([1, 2, 3].map((value) => Buffer.alloc(BLOCK_BYTES, value)));
  await incoming.begin(ID, 3 * BLOCK_BYTES);
  let asked = 0;
  await expect(come(file(), 0, 3 * BLOCK_BYTES, () => ++asked === 1)).rejects.toBeInstanceOf(LeaseLostError);
  expect(await incoming.sizeOf(ID)).toBe(BLOCK_BYTES);
  expect(await come(file().subarray(BLOCK_BYTES), BLOCK_BYTES, 3 * BLOCK_BYTES)).toBe(3 * BLOCK_BYTES);
  expect((await incoming.checksumsOf(ID, 'a')).sha256).toBe(hash('sha256', file()));
});

it('[M115] sums that are lost with their thread are made anew of what lies there', async () => {
  await incoming.begin(ID, 6);
  await come(Buffer.from('abc'), 0, 6);
  await incoming.threads.onApplicationShutdown();
  await come(Buffer.from('def'), 3, 6);
  expect((await incoming.checksumsOf(ID, 'a')).sha256).toBe(hash('sha256', 'abcdef'));
});
