import { hash } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { FreeSpace } from '@visionary/platform/blobs';
import type { Config } from '@visionary/platform/config';
import { withoutPermission } from '../../../../tests/support/without-permission.js';
import { UploadFiles } from './upload-files.js';
import { LeaseLostError } from './upload-stream/block-writer.js';
import { BLOCK_BYTES } from './upload-stream/buffer-pool.js';
import { ChecksumWorkers } from './upload-stream/streaming-checksums.js';

const ID = '00000000-0000-4000-8000-000000000001';

let uploadFiles: UploadFiles;
beforeEach(() => {
  const dataDir = mkdtempSync(join(tmpdir(), 'incoming-'));
  uploadFiles = new UploadFiles({ dataDir } as Config, new FreeSpace(dataDir, 0), new ChecksumWorkers());
});
afterEach(async () => {
  await uploadFiles.checksumWorkers.onApplicationShutdown();
  await rm(dirname(uploadFiles.dir), { recursive: true });
});

const receive = (bytes: Buffer, offset: number, end: number, mayWrite = () => true) =>
  uploadFiles.receive({ id: ID, name: 'a', offset, end, mayWrite }, Readable.from([bytes]), () => undefined);

it('[M23] an upload is rejected and keeps its bytes when the disk has filled up since it was announced', async () => {
  await uploadFiles.begin(ID, 6);
  const abc = Buffer.from('abc');
  expect(await receive(abc, 0, 6)).toBe(3);
  await expect(receive(abc, 3, 2 ** 60)).rejects.toMatchObject({ code: 'STORAGE_FULL' });
  expect(await uploadFiles.sizeOf(ID)).toBe(3);
  expect(await receive(abc, 3, 6)).toBe(6);
});

it('[H45] an upload is rejected and keeps its bytes when its folder has no permission', async () => {
  jest.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
  await uploadFiles.begin(ID, 6);
  await receive(Buffer.from('abc'), 0, 6);
  const unavailable = { code: 'STORAGE_UNAVAILABLE' };
  await withoutPermission(uploadFiles.dir, async () => {
    await expect(receive(Buffer.from('def'), 3, 6)).rejects.toMatchObject(unavailable);
    await expect(uploadFiles.sizeOf(ID)).rejects.toMatchObject(unavailable);
    await expect(uploadFiles.begin(ID, 6)).rejects.toMatchObject(unavailable);
  });
  jest.restoreAllMocks();
  expect(await receive(Buffer.from('def'), 3, 6)).toBe(6);
  expect((await uploadFiles.checksumsOf(ID, 'a')).sha256).toBe(hash('sha256', 'abcdef'));
});

it('[M114] an upload stops writing when its lease is lost, and the next holder gets the right hash', async () => {
  // Received chunks are cleared.
  const file = () => Buffer.concat([1, 2, 3].map((value) => Buffer.alloc(BLOCK_BYTES, value)));
  await uploadFiles.begin(ID, 3 * BLOCK_BYTES);
  let asked = 0;
  await expect(receive(file(), 0, 3 * BLOCK_BYTES, () => ++asked === 1)).rejects.toBeInstanceOf(LeaseLostError);
  expect(await uploadFiles.sizeOf(ID)).toBe(BLOCK_BYTES);
  expect(await receive(file().subarray(BLOCK_BYTES), BLOCK_BYTES, 3 * BLOCK_BYTES)).toBe(3 * BLOCK_BYTES);
  expect((await uploadFiles.checksumsOf(ID, 'a')).sha256).toBe(hash('sha256', file()));
});

it('[M115] checksums are recomputed from the disk when their thread has crashed', async () => {
  await uploadFiles.begin(ID, 6);
  await receive(Buffer.from('abc'), 0, 6);
  await uploadFiles.checksumWorkers.onApplicationShutdown();
  await receive(Buffer.from('def'), 3, 6);
  expect((await uploadFiles.checksumsOf(ID, 'a')).sha256).toBe(hash('sha256', 'abcdef'));
});
