import { describe, expect, it } from '@jest/globals';
import type { TakeView } from '@visionary/contract';
import { findIdenticalTake } from './identical-take.js';

const take = (number: number, over: Partial<TakeView> = {}): TakeView => ({
  ...{ id: String(number), roomId: 'r', number, seq: number, author: { id: 'a', name: 'Ana' }, promptAuthors: [] },
  ...{ status: 'finished', prompt: 'a fox', negative: '', queuedAt: number, modelHash: 'm' },
  settings: {
    ...{ model: 'mini', scheduler: 'ddim', steps: 4, guidance: 2 },
    width: 64,
    height: 64,
    seed: 7,
    batch: 1,
  },
  images: [{ index: 0, url: `/${number}`, width: 64, height: 64, seed: 7, sha256: 'same' }],
  ...over,
});
const other = { images: [{ index: 0, url: '/x', width: 64, height: 64, seed: 7, sha256: 'other' }] };

describe('[B23] identical takes', () => {
  it('are found by everything an image depends on', () => {
    expect(findIdenticalTake(take(3), [take(3), take(2), take(1)])).toEqual({ number: 1, same: true });
    expect(findIdenticalTake(take(2, other), [take(2, other), take(1)])).toEqual({ number: 1, same: false });
  });

  it.each<[string, Partial<TakeView>]>([
    ['another seed', { settings: { ...take(1).settings, seed: 8 } }],
    ['another prompt', { prompt: 'an owl' }],
    ['another model file', { modelHash: 'n' }],
    ['steered', { steers: [{ by: take(1).author, prompt: 'an owl', negative: '', image: 0, step: 2, at: 1 }] }],
    ['stopped', { stoppedAt: { by: take(1).author, image: 0, step: 2 } }],
    ['not finished', { status: 'rendering', images: [] }],
  ])('do not match: %s', (_what, over) => {
    expect(findIdenticalTake(take(2, over), [take(2, over), take(1)])).toBeNull();
  });
});
