import { describe, expect, it } from '@jest/globals';
import type { Take, TakePicture } from '../domain/take.js';
import type { Takes } from '../domain/takes.js';
import type { Uploads } from '../domain/uploads.js';
import { FindInit } from './find-init.js';

const PICTURE = { width: 8, height: 8, seed: 1, sha256: 'a'.repeat(64) };

describe('what a take starts from', () => {
  const find = (picture: TakePicture) => {
    const take = { roomId: 'room', pictures: [picture] } as unknown as Take;
    const takes = { byId: () => Promise.resolve(take) } as unknown as Takes;
    return new FindInit(takes, {} as Uploads).run('room', { picture: { takeId: 'one', index: 0 }, strength: 0.5 });
  };

  it('[S82] is no picture that is covered or held back', async () => {
    expect(await find({ ...PICTURE, level: 'adult' })).toEqual({ sha256: PICTURE.sha256 });
    await expect(find({ ...PICTURE, isCovered: true })).rejects.toMatchObject({ code: 'GENERATION_PICTURE_UNKNOWN' });
    const held = { ...PICTURE, level: 'held', isCovered: true } as const;
    await expect(find(held)).rejects.toMatchObject({ code: 'GENERATION_PICTURE_UNKNOWN' });
  });
});
