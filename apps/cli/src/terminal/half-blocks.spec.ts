import { describe, expect, it } from '@jest/globals';
import { halfBlocks, sizeInCells } from './half-blocks.js';

describe('a picture in half blocks', () => {
  it('[T11] has two rows of pixels a line, the last one alone where they are odd', () => {
    const rgb = Uint8Array.from([255, 0, 0, 0, 255, 0, 0, 0, 255]);
    expect(halfBlocks({ rgb, width: 1, height: 3 })).toEqual([
      '\x1b[38;2;255;0;0m\x1b[48;2;0;255;0m▀\x1b[0m',
      '\x1b[38;2;0;0;255m\x1b[49m▀\x1b[0m',
    ]);
  });

  it('[T11] keeps its shape within the cells there are', () => {
    expect(sizeInCells({ width: 512, height: 512 }, 40, 16)).toEqual({ width: 32, height: 32 });
    expect(sizeInCells({ width: 768, height: 256 }, 40, 16)).toEqual({ width: 40, height: 13 });
    expect(sizeInCells({ width: 8, height: 2048 }, 40, 16)).toEqual({ width: 1, height: 32 });
  });
});
