import { describe, expect, it } from '@jest/globals';
import type { Take, TakeImage } from '../domain/take.js';
import type { Takes } from '../domain/takes.js';
import type { Uploads } from '../domain/uploads.js';
import { ResolveInitImage } from './resolve-init-image.js';

const IMAGE = { width: 8, height: 8, seed: 1, sha256: 'a'.repeat(64) };

describe('what a take starts from', () => {
  const find = (image: TakeImage) => {
    const take = { roomId: 'room', images: [image] } as unknown as Take;
    const takes = { byId: () => Promise.resolve(take) } as unknown as Takes;
    return new ResolveInitImage(takes, {} as Uploads).run('room', {
      image: { takeId: 'one', index: 0 },
      strength: 0.5,
    });
  };

  it('[S82] is no picture that is covered or held back', async () => {
    expect(await find({ ...IMAGE, level: 'adult' })).toEqual({ sha256: IMAGE.sha256 });
    await expect(find({ ...IMAGE, isHidden: true })).rejects.toMatchObject({ code: 'GENERATION_IMAGE_NOT_FOUND' });
    const held = { ...IMAGE, level: 'held', isHidden: true } as const;
    await expect(find(held)).rejects.toMatchObject({ code: 'GENERATION_IMAGE_NOT_FOUND' });
  });
});
