import { describe, expect, it } from '@jest/globals';
import { CPU } from './device.js';
import { tryHalf } from './try-device.js';

describe('tryHalf', () => {
  it('[E111] compares 16 bits with 32, and times both', async () => {
    const { error, speedup } = await tryHalf(CPU, 2, false);
    expect(error).toBeGreaterThan(1e-5);
    expect(error).toBeLessThan(0.01);
    expect(speedup).toBeGreaterThan(0);
  });

  it('[E111] says why a device cannot', async () => {
    const missing = { provider: process.platform === 'darwin' ? 'dml' : 'coreml' } as const;
    expect(await tryHalf(missing, 1, false)).toEqual({ problem: expect.stringContaining('backend') });
  });
});
