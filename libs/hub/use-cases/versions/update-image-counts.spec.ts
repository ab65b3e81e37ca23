import { expect, it } from '@jest/globals';
import type { UnitOfWork } from '@visionary/kernel';
import { type UsedVersion, VersionImageCounts } from '../../domain/versions/uses.js';
import { UpdateImageCounts } from './update-image-counts.js';

const VERSION: UsedVersion = { versionId: 'v', modelId: 'm', kind: 'lora', hash: 'a'.repeat(64) };

class HeldUses extends VersionImageCounts {
  written: number | null = null;

  constructor(private readonly whenHeld: () => void) {
    super();
  }

  ofFiles = () => Promise.resolve([VERSION]);
  ofModel = () => Promise.resolve([VERSION]);
  hold = () => Promise.resolve(this.whenHeld());
  setImages = (_version: UsedVersion, images: number) => {
    this.written = images;
    return Promise.resolve(true);
  };
}

it('[M132] what another node published while a count waited for its turn is in the count that is written', async () => {
  let published = 1;
  const uses = new HeldUses(() => void (published = 2));
  const moved: unknown[] = [];
  const work = {
    run: (inside: () => Promise<void>) => inside(),
    touch: () => undefined,
    announce: (event: unknown) => moved.push(event),
  };
  await new UpdateImageCounts(uses, work as unknown as UnitOfWork).run([VERSION], () => Promise.resolve(published));
  expect(uses.written).toBe(2);
  expect(moved).toHaveLength(1);
});
