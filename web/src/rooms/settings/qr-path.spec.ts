import { describe, expect, it } from '@jest/globals';
import { qrPath } from './qr-path.js';

const bitmap = (...rows: string[]) => ({
  size: rows.length,
  get: (x: number, y: number) => rows[y]?.[x] === '#',
});

describe('the path of a QR code', () => {
  it('[B294] has one rectangle per run of dark modules, inside the light border that readers need', () => {
    expect(qrPath(bitmap('## ', '# #', '   '))).toEqual({
      viewBox: '-4 -4 11 11',
      path: 'M0 0h2v1h-2zM0 1h1v1h-1zM2 1h1v1h-1z',
    });
  });
});
