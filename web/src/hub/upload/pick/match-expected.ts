import type { PickedFile } from './picked-files.js';

/** An expected file and its path. */
export interface ExpectedFile {
  readonly path: string;
  isSame(file: File): boolean;
}

/** Files chosen one by one have no folder: gives expected files their path back. */
export const matchExpected = (files: readonly PickedFile[], expected: readonly ExpectedFile[]): PickedFile[] =>
  files.map((one) => {
    if (one.path.includes('/') || expected.some(({ path }) => path === one.path)) return one;
    const expectedFiles = expected.filter(({ isSame }) => isSame(one.file));
    const [only] = expectedFiles;
    // Files with the same name and size may differ.
    return only && expectedFiles.length === 1 ? { ...one, path: only.path } : one;
  });
