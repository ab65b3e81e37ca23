import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
// @ts-expect-error -- Jest reads it as it is, plain JavaScript
import TestSequencer from '../support/test-sequencer.mjs';

interface Test {
  readonly path: string;
  readonly context: { readonly config: { readonly displayName: { readonly name: string } } };
}

type File = readonly [tier: string, name: string, bytes: number];

describe('[O11] order of test files', () => {
  const begun = (files: readonly File[]): string[] => {
    const folder = mkdtempSync(join(tmpdir(), 'visionary-order-'));
    const tests = files.map(([tier, name, bytes]): Test => {
      const path = join(folder, name);
      writeFileSync(path, Buffer.alloc(bytes));
      return { path, context: { config: { displayName: { name: tier } } } };
    });
    try {
      const order = new (TestSequencer as new () => { sort(tests: readonly Test[]): Test[] })();
      return order.sort(tests).map(({ path }) => basename(path));
    } finally {
      rmSync(folder, { recursive: true });
    }
  };

  it('starts with files that boot servers, then browsers and faults, the largest of each first', () => {
    const services = ['s1', 's2', 's3', 's4', 's5', 's6'].map((name, i): File => ['services', name, 100 - i]);
    const quick: File[] = [
      ['unit', 'u1', 999],
      ['house', 'h1', 998],
    ];
    const programs: File[] = [
      ['faults', 'f1', 50],
      ['browser', 'b1', 60],
    ];
    const expected = ['s1', 's2', 's3', 's4', 's5', 's6', 'b1', 'f1', 'u1', 'h1'];
    expect(begun([...quick, ...programs, ...services])).toEqual(expected);
    expect(begun([...services.toReversed(), ...programs, ...quick])).toEqual(expected);
  });
});
