import { describe, expect, it } from '@jest/globals';
import { halfBlocks, sizeInCells } from './half-blocks.js';

describe('half blocks', () => {
  it('[T11] halfBlocks draws two rows of pixels per line and an odd last row alone', () => {
    const rgb = Uint8Array.from([255, 0, 0, 0, 255, 0, 0, 0, 255]);
    expect(halfBlocks({ rgb, width: 1, height: 3 })).toEqual([
      '\x1b[38;2;255;0;0m\x1b[48;2;0;255;0m▀\x1b[0m',
      '\x1b[38;2;0;0;255m\x1b[49m▀\x1b[0m',
    ]);
  });

  it('[T11] sizeInCells keeps the aspect ratio within the cells', () => {
    expect(sizeInCells({ width: 512, height: 512 }, 40, 16)).toEqual({ width: 32, height: 32 });
    expect(sizeInCells({ width: 768, height: 256 }, 40, 16)).toEqual({ width: 40, height: 13 });
    expect(sizeInCells({ width: 8, height: 2048 }, 40, 16)).toEqual({ width: 1, height: 32 });
  });
});
