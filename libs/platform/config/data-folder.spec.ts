import { chmodSync, mkdirSync, mkdtempSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
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
});
