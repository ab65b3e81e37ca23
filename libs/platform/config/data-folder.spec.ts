import fs, { chmodSync, mkdirSync, mkdtempSync, statSync, writeFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { closeDataFolder } from './data-folder.js';

const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);

describe('closeDataFolder', () => {
  const umask = process.umask();
  const parent = mkdtempSync(join(tmpdir(), 'visionary-closed-'));
  afterEach(() => void process.umask(umask));

  it('[E40] the data folder and its files are readable by the server’s user only when an older version left them open', () => {
    const folder = join(parent, 'old');
    process.umask(0o022);
    mkdirSync(join(folder, 'blobs'), { recursive: true });
    writeFileSync(join(folder, 'visionary.sqlite'), '');
    writeFileSync(join(folder, 'blobs', 'one'), '');
    closeDataFolder(folder);
    const paths = ['.', 'blobs', 'visionary.sqlite', 'blobs/one'].map((name) => modeOf(join(folder, name)));
    expect(paths).toEqual(['700', '700', '600', '600']);
  });

  it('[E40] new files are readable by the server’s user only when the folder is new', () => {
    const folder = join(parent, 'new');
    process.umask(0o022);
    closeDataFolder(folder);
    writeFileSync(join(folder, 'later'), '');
    expect([modeOf(folder), modeOf(join(folder, 'later'))]).toEqual(['700', '600']);
  });

  it('[E40] a folder that the sandbox’s user may enter stays so when the server starts again', () => {
    const folder = join(parent, 'entered');
    closeDataFolder(folder);
    chmodSync(folder, 0o710);
    closeDataFolder(folder);
    expect(modeOf(folder)).toBe('710');
  });

  it.each([
    ['closed', 'mounted read-only', 'EROFS'],
    ['rejected', 'not changeable', 'EPERM'],
  ])('[E40] the data folder is %s when a file in it is %s', (outcome, _what, code) => {
    const folder = join(parent, code);
    mkdirSync(folder, { mode: 0o755 });
    writeFileSync(join(folder, 'mounted'), '');
    const actual = fs.chmodSync;
    const chmod = jest.spyOn(fs, 'chmodSync').mockImplementation((path, to) => {
      if (String(path).endsWith('mounted')) throw Object.assign(new Error(code), { code });
      actual(path, to);
    });
    syncBuiltinESMExports();
    const close = () => {
      closeDataFolder(folder);
      return modeOf(folder);
    };
    try {
      if (outcome === 'closed') expect(close()).toBe('700');
      else expect(close).toThrow(code);
    } finally {
      chmod.mockRestore();
      syncBuiltinESMExports();
    }
  });
});
