import { expect, it } from '@jest/globals';
import type { UnitOfWork } from '@visionary/kernel';
import type { SqlVersionImageCounts, UsedVersion } from '../../storage/versions/sql-version-image-counts.js';
import { UpdateImageCounts } from './update-image-counts.js';

const VERSION: UsedVersion = { versionId: 'v', modelId: 'm', kind: 'lora', hash: 'a'.repeat(64) };

it('[M132] count includes images of another node when the lock is acquired late', async () => {
  let published = 1;
  let saved: number | null = null;
  const imageCounts = {
    ofFiles: () => Promise.resolve([VERSION]),
    ofModel: () => Promise.resolve([VERSION]),
    hold: () => Promise.resolve(void (published = 2)),
    setImages: (_version: UsedVersion, images: number) => Promise.resolve((saved = images) >= 0),
  };
  const events: unknown[] = [];
  const unitOfWork = {
    run: (work: () => Promise<void>) => work(),
    invalidate: () => undefined,
    publish: (event: unknown) => events.push(event),
  };
  const update = new UpdateImageCounts(
    imageCounts as unknown as SqlVersionImageCounts,
    unitOfWork as unknown as UnitOfWork,
  );
  await update.run([VERSION], () => Promise.resolve(published));
  expect(saved).toBe(2);
  expect(events).toHaveLength(1);
});
