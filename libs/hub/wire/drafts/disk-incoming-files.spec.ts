import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { expect, it } from '@jest/globals';
import type { Config } from '@visionary/platform/config';
import { DiskIncomingFiles } from './disk-incoming-files.js';
import { SumThreads } from './incoming/sum-threads.js';

const ID = '00000000-0000-4000-8000-000000000001';

it('[M23] a disk that has filled up since an upload was announced takes no byte of it, and keeps what came', async () => {
  const incoming = new DiskIncomingFiles(
    { dataDir: mkdtempSync(join(tmpdir(), 'incoming-')) } as Config,
    new SumThreads(),
  );
  await incoming.begin(ID, 6);
  const come = (offset: number, end: number) =>
    incoming.receive({ id: ID, name: 'a', offset, end }, Readable.from([Buffer.from('abc')]), () => undefined);
  expect(await come(0, 6)).toBe(3);
  await expect(come(3, 2 ** 60)).rejects.toMatchObject({ code: 'HUB_DISK_FULL' });
  expect(await incoming.sizeOf(ID)).toBe(3);
  expect(await come(3, 6)).toBe(6);
});
