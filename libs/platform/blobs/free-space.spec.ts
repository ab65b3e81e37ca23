import { chmodSync, mkdtempSync, readdirSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { withoutPermission } from '../../../tests/support/without-permission.js';
import { FolderBlobStore } from './folder/folder-blob-store.js';
import { FreeSpace } from './free-space.js';

const UNAVAILABLE = { code: 'STORAGE_UNAVAILABLE' };
const failure = (code: string) => Object.assign(new Error(code), { code });

describe('FreeSpace', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'visionary-space-'));
  });
  afterEach(() => {
    jest.restoreAllMocks();
    rmSync(folder, { recursive: true });
  });

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
  });

  it('[H45] FreeSpace rejects writes and logs once when the folder has no permission, until it has again', async () => {
    const logged = [jest.spyOn(Logger.prototype, 'error'), jest.spyOn(Logger.prototype, 'log')];
    for (const spy of logged) spy.mockImplementation(() => undefined);
    const space = new FreeSpace(folder, 0);
    const store = new FolderBlobStore(join(folder, 'blobs'), space);
    await withoutPermission(folder, async () => {
      await expect(store.put(Buffer.from('a'))).rejects.toMatchObject(UNAVAILABLE);
      await expect(store.requireSpace(1)).rejects.toMatchObject(UNAVAILABLE);
      await expect(store.put(Buffer.from('b'))).rejects.toMatchObject(UNAVAILABLE);
      expect([space.isWritable, store.hasSpace]).toEqual([false, false]);
    });
    await store.requireSpace(1);
    expect([space.isWritable, store.hasSpace]).toEqual([true, true]);
    expect(await store.put(Buffer.from('a'))).toHaveLength(64);
    expect(logged.map((spy) => spy.mock.calls.length)).toEqual([1, 1]);
  });

  it('[H45] FreeSpace finds a folder inside that has no permission when a write has failed there', async () => {
    jest.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
    const space = new FreeSpace(folder, 0);
    const inner = mkdtempSync(join(folder, 'inner-'));
    const denied = Object.assign(failure('EACCES'), { path: join(inner, 'file') });
    await expect(space.write(() => Promise.reject(denied))).rejects.toMatchObject(UNAVAILABLE);
    chmodSync(folder, 0o711);
    await withoutPermission(inner, () => space.freeBytes());
    expect(space.isWritable).toBe(false);
    await space.freeBytes();
    expect(space.isWritable).toBe(true);
  });

  it('[H45] FreeSpace writes a file when a disk has failed, until that works', async () => {
    jest.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
    const space = new FreeSpace(folder, 0);
    const findFault = jest.spyOn(space, 'findFault');
    await space.freeBytes();
    expect(findFault.mock.calls).toEqual([[folder, false]]);
    findFault.mockRestore();
    for (const code of ['EIO', 'EROFS', 'SQLITE_IOERR_WRITE', 'SQLITE_READONLY', 'SQLITE_CANTOPEN']) {
      await expect(space.write(() => Promise.reject(failure(code)))).rejects.toMatchObject(UNAVAILABLE);
      // The disk has the right to write, and fails only when it is written.
      const failing = jest
        .spyOn(space, 'findFault')
        .mockImplementation(async (_, writes) => (writes ? failure('EIO') : null));
      await space.freeBytes();
      expect(space.isWritable).toBe(false);
      failing.mockRestore();
      await space.freeBytes();
      expect(space.isWritable).toBe(true);
    }
    expect(readdirSync(folder)).toEqual([]);
  });

  it('[H45] FreeSpace passes on errors when they are not of the disk', async () => {
    const space = new FreeSpace(folder, 0);
    await expect(space.write(() => Promise.reject(failure('ENOENT')))).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(space.write(() => Promise.reject(failure('ENOSPC')))).rejects.toMatchObject({ code: 'STORAGE_FULL' });
    expect(space.isWritable).toBe(true);
  });
});
