import { describe, expect, it } from '@jest/globals';
import { textWidth } from './text-width.js';

const tensor = (...shape: number[]) => ({ dtype: 'F16', shape, offset: 0, length: 0 });

describe('[E14] the width of the texts that a layer reads', () => {
  it.each([
    ['LoRA', { down: tensor(4, 12), up: tensor(16, 4) }],
    ['a full difference', { difference: tensor(16, 12) }],
    ['LoKr', { kronecker1: tensor(4, 3), kronecker2: tensor(4, 4) }],
    [
      'LoKr with factors that are products',
      {
        ...{ kronecker1a: tensor(4, 2), kronecker1b: tensor(2, 3) },
        ...{ kronecker2a: tensor(4, 2), kronecker2b: tensor(2, 4) },
      },
    ],
  ])('is read from %s', (_, tensors) => {
    expect(textWidth('unet.mid_block.attn2.to_k', tensors)).toBe(12);
    expect(textWidth('unet.mid_block.attn1.to_k', tensors)).toBeUndefined();
  });
});
