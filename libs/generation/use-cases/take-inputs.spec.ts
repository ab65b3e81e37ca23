import { describe, expect, it } from '@jest/globals';
import type { AdditionCatalog } from '../domain/additions.js';
import type { LoraCatalog } from '../domain/loras.js';
import type { PublishedModels } from '../domain/published-models.js';
import type { Take, TakeImage } from '../domain/take.js';
import type { SqlTakes } from '../storage/sql-takes.js';
import type { SqlUploads } from '../storage/sql-uploads.js';
import { TakeInputs } from './take-inputs.js';

const IMAGE = { width: 8, height: 8, seed: 1, sha256: 'a'.repeat(64) };

describe('TakeInputs.resolveInitImage', () => {
  const resolve = (image: TakeImage) => {
    const take = { roomId: 'room', images: [image] } as unknown as Take;
    const takes = { byId: () => Promise.resolve(take) } as unknown as SqlTakes;
    const inputs = new TakeInputs(
      takes,
      {} as SqlUploads,
      {} as LoraCatalog,
      {} as AdditionCatalog,
      {} as PublishedModels,
    );
    return inputs.resolveInitImage('room', { image: { takeId: 'one', index: 0 }, strength: 0.5 });
  };

  it('[S82] rejects an image when it is hidden or held for review', async () => {
    expect(await resolve({ ...IMAGE, level: 'adult' })).toEqual({ sha256: IMAGE.sha256 });
    await expect(resolve({ ...IMAGE, isHidden: true })).rejects.toMatchObject({ code: 'GENERATION_IMAGE_NOT_FOUND' });
    const held = { ...IMAGE, level: 'held', isHidden: true } as const;
    await expect(resolve(held)).rejects.toMatchObject({ code: 'GENERATION_IMAGE_NOT_FOUND' });
  });
});
