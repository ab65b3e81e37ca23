import type { PickedFile } from './picked-files.js';

/** A file that is waited for, and where. */
export interface ExpectedFile {
  readonly path: string;
  isSame(file: File): boolean;
}

/** Files that are chosen one by one come without their folder: those that are waited for go back to their place in it. */
export const matchExpected = (files: readonly PickedFile[], expected: readonly ExpectedFile[]): PickedFile[] =>
  files.map((one) => {
    if (one.path.includes('/') || expected.some(({ path }) => path === one.path)) return one;
    const expectedFiles = expected.filter(({ isSame }) => isSame(one.file));
    const [only] = expectedFiles;
    // Two that are alike from outside may hold different things.
    return only && expectedFiles.length === 1 ? { ...one, path: only.path } : one;
  });
