import { statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { FreeSpace } from './free-space.js';

describe('FreeSpace', () => {
  it('[H21] reads the disk of a folder that does not exist yet', async () => {
    const { bsize, blocks } = statfsSync(tmpdir());
    const bytes = await new FreeSpace(join(tmpdir(), 'not', 'created', 'yet'), 0).freeBytes();
    expect(bytes).toBeGreaterThan(0);
    expect(bytes).toBeLessThanOrEqual(bsize * blocks);
  });

  it('[H21] keeps its reserve, and logs when the disk becomes full and when it has space again', async () => {
    const logged = [jest.spyOn(Logger.prototype, 'warn'), jest.spyOn(Logger.prototype, 'log')];
    for (const spy of logged) spy.mockImplementation(() => undefined);
    const space = new FreeSpace('/data', 100);
    const read = jest.spyOn(space, 'read').mockResolvedValue(150);
    expect([await space.fits(50), await space.fits(51), space.isLow]).toEqual([true, false, false]);
    read.mockResolvedValue(99);
    await expect(space.require(0)).rejects.toMatchObject({ code: 'STORAGE_FULL' });
    await expect(space.require(0)).rejects.toMatchObject({ code: 'STORAGE_FULL' });
    expect(space.isLow).toBe(true);
    read.mockResolvedValue(100);
    await space.require(0);
    expect(space.isLow).toBe(false);
    expect(logged.map((spy) => spy.mock.calls.length)).toEqual([1, 1]);
    jest.restoreAllMocks();
  });
});
