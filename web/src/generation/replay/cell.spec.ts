import { describe, expect, it } from '@jest/globals';
import { cellOf } from './cell.js';

const replay = { url: '/sheet.webp', columns: 3, width: 64, height: 64, steps: [1, 2, 4, 6, 8] };

describe('[B266] an image of a sheet', () => {
  it.each([
    [1, 1, '0% 0%'],
    [3, 2, '50% 0%'],
    [4, 4, '100% 0%'],
    [7, 6, '0% 100%'],
    [8, 8, '50% 100%'],
    [0, 1, '0% 0%'],
  ])('at step %i is that of step %i', (step, shown, backgroundPosition) => {
    const style = { backgroundImage: 'url("/sheet.webp")', backgroundSize: '300% 200%', backgroundPosition };
    expect(cellOf(replay, step)).toEqual({ step: shown, style });
  });

  it('of a sheet with one image is all of it', () => {
    expect(cellOf({ ...replay, columns: 1, steps: [5] }, 9).style).toMatchObject({
      backgroundSize: '100% 100%',
      backgroundPosition: '0% 0%',
    });
  });
});
