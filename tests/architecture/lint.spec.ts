import { beforeAll, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { resolve } from 'node:path';

/** A file of the product, whose text ESLint is given another version of; rules that need types know it. */
const FILE = 'libs/kernel/clock.ts';

const SEEDS = `
// eslint-disable-next-line prefer-const
let never = 1;
export class Five { constructor(readonly a: 1, readonly b: 2, readonly c: 3, readonly d: 4, readonly e: 5, readonly f: 6) {} }
export interface IThing { readonly kind: 'one' | 'two' }
async function work(): Promise<void> {}
export function forgets(): void { work(); }
export function misses(thing: IThing): number { switch (thing.kind) { case 'one': return never; default: return 0; } }
export function long(): number { let sum = 0;
${'  sum += 1;\n'.repeat(50)}
  return sum; }
${'export {};\n'.repeat(300)}`;

/** @returns the rules that object, with how many times each does */
function lint(text: string): Promise<Map<string, number>> {
  const args = [resolve('node_modules/eslint/bin/eslint.js'), '--stdin', '--stdin-filename', FILE, '--format', 'json'];
  // On the command line the parser reads files once, from the disk; here it has to take the text it is given.
  const env = { ...process.env, TSESTREE_SINGLE_RUN: 'false' };
  return new Promise((done, fail) => {
    const child = execFile(process.execPath, args, { env, maxBuffer: 2 ** 26 }, (_error, stdout) => {
      try {
        const [result] = JSON.parse(stdout) as [{ messages: { ruleId: string }[] }];
        const rules = new Map<string, number>();
        for (const { ruleId } of result.messages) rules.set(ruleId, (rules.get(ruleId) ?? 0) + 1);
        done(rules);
      } catch (error) {
        fail(error);
      }
    });
    child.stdin?.end(text);
  });
}

describe('the lint rules', () => {
  let objections = new Map<string, number>();

  beforeAll(async () => {
    objections = await lint(SEEDS);
  }, 180_000);

  it.each([
    ['a file of more than 300 lines', 'max-lines', 1],
    ['a function of more than 50', 'max-lines-per-function', 1],
    ['six parameters of a constructor and an I before a name', 'no-restricted-syntax', 2],
    ['a promise nobody waits for', '@typescript-eslint/no-floating-promises', 1],
    ['a switch that forgets a case', '@typescript-eslint/switch-exhaustiveness-check', 1],
    ['what a disable comment tries to mute', 'prefer-const', 1],
  ])('refuse %s', (_what, rule, times) => {
    expect(objections.get(rule)).toBe(times);
  });
});
