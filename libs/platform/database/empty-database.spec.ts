import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { placeEmptyDatabase } from './empty-database.js';

describe('placeEmptyDatabase', () => {
  let folder: string;
  let empty: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'visionary-empty-'));
    empty = join(folder, 'empty.sqlite');
    writeFileSync(empty, 'tables');
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('[D10] copies it where there is no file, also into a new folder, and leaves nothing else', () => {
    placeEmptyDatabase(`sqlite:${folder}/data/visionary.sqlite`, empty);
    expect(readdirSync(join(folder, 'data'))).toEqual(['visionary.sqlite']);
    expect(readFileSync(join(folder, 'data', 'visionary.sqlite'), 'utf8')).toBe('tables');
  });

  it('[D10] leaves a database alone', () => {
    const path = join(folder, 'used.sqlite');
    writeFileSync(path, '');
    placeEmptyDatabase(`sqlite:${path}`, empty);
    expect(readFileSync(path, 'utf8')).toBe('');
  });

  it('[D10] leaves a log without its database to SQLite', () => {
    const path = join(folder, 'removed.sqlite');
    writeFileSync(`${path}-wal`, 'frames');
    placeEmptyDatabase(`sqlite:${path}`, empty);
    expect(existsSync(path)).toBe(false);
    rmSync(`${path}-wal`);
  });

  it.each(['sqlite::memory:', 'mysql://root@localhost/visionary'])('[D10] has nothing to do for %s', (url) => {
    placeEmptyDatabase(url, empty);
    expect(readdirSync(folder)).not.toContain(':memory:');
    expect(existsSync(':memory:')).toBe(false);
  });

  it('[D10] leaves it to the migrations without a build, or where the folder can’t be written', () => {
    placeEmptyDatabase(`sqlite:${folder}/none.sqlite`, join(folder, 'missing.sqlite'));
    placeEmptyDatabase(`sqlite:${empty}/below-a-file.sqlite`, empty);
    expect(readdirSync(folder).sort()).toEqual(['data', 'empty.sqlite', 'used.sqlite']);
  });
});
