import { describe, expect, it } from '@jest/globals';
import { planUnpacking, type ArchiveEntry } from './plan-unpacking.js';

const LIMITS = { files: 3, fileBytes: 2 ** 32, totalBytes: 2 ** 33, pathLength: 200 };

let at = 0;
const entry = (name: string, more: Partial<ArchiveEntry> = {}): ArchiveEntry => {
  at += 1000;
  const kind = name.endsWith('/') ? 'folder' : 'file';
  return { name, bytes: 100, packedBytes: 100, offset: at, kind, isEncrypted: false, isReadable: true, ...more };
};
const codeOf = (...entries: ArchiveEntry[]) => {
  const plan = planUnpacking(entries, LIMITS);
  return plan.ok ? plan.files.map(({ path }) => path) : plan.rejection.code;
};

describe('planUnpacking', () => {
  it('[M25] plan strips the root folder and ignores system files', () => {
    expect(codeOf(entry('m/'), entry('m/unet/'), entry('m/unet/a'), entry('m/b'), entry('__MACOSX/m/._b'))).toEqual([
      ...['unet/a', 'b'],
    ]);
    expect(codeOf(entry('unet/a'), entry('b'))).toEqual(['unet/a', 'b']);
  });

  it.each([
    ['MODEL_PATH_INVALID', entry('../a')],
    ['MODEL_PATH_INVALID', entry('/a')],
    ['MODEL_PATH_INVALID', entry('a', { kind: 'link' })],
    ['MODEL_PATH_INVALID', entry('a', { kind: 'device' })],
    ['MODEL_ARCHIVE_UNREADABLE', entry('a', { isEncrypted: true })],
    ['MODEL_ARCHIVE_UNREADABLE', entry('a', { isReadable: false })],
    ['MODEL_FILE_TYPE_UNSUPPORTED', entry('inner.zip')],
    ['MODEL_TOO_LARGE', entry('a', { bytes: 2 ** 32 + 1, packedBytes: 2 ** 32 })],
    ['MODEL_ARCHIVE_BOMB', entry('a', { bytes: 2 ** 28, packedBytes: 1000 })],
    ['MODEL_INCOMPLETE', entry('.DS_Store')],
  ])('[M25] plan is rejected with %s when an entry is invalid', (code, invalid) => expect(codeOf(invalid)).toBe(code));

  it('[M25] plan is rejected when the archive has too many or overlapping entries, or conflicting paths', () => {
    expect(codeOf(...['a', 'b', 'c', 'd'].map((name) => entry(name)))).toBe('MODEL_TOO_MANY_FILES');
    const large = { bytes: 2 ** 32, packedBytes: 2 ** 32 };
    const separate = (name: string, nth: number) => entry(name, { ...large, offset: nth * 2 ** 33 });
    expect(codeOf(separate('a', 1), separate('b', 2), separate('c', 3))).toBe('MODEL_ARCHIVE_BOMB');
    expect(codeOf(entry('a', { offset: 5000 }), entry('b', { offset: 5050 }))).toBe('MODEL_ARCHIVE_BOMB');
    expect(codeOf(entry('A'), entry('a'))).toBe('MODEL_PATH_INVALID');
    expect(codeOf(entry('m/x'), entry('m/x/y'))).toBe('MODEL_PATH_INVALID');
  });

  it('[M25] plan finds conflicts in linear time when names expand under normalization', () => {
    // NFKC expands this character to eighteen.
    const names = Array.from({ length: 500 }, (_, index) => `${'\ufdfa'.repeat(80)}/${'\ufdfa'.repeat(80)}${index}`);
    const entries = ['first', ...names].map((name) => entry(name));
    const begun = performance.now();
    const plan = planUnpacking(entries, { ...LIMITS, files: 501, totalBytes: 2 ** 40 });
    expect(plan.ok && plan.files.length).toBe(501);
    expect(performance.now() - begun).toBeLessThan(1000);
  });
});
