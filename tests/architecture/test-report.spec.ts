import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';

const OUTCOMES = [
  { file: null, passed: 7, failed: [] },
  {
    file: 'tests/integration/cats.spec.ts',
    passed: 2,
    failed: ['cats in mysql [X2] purr | hiss'],
    tests: [
      { title: 'cats in sqlite [X1, X2] purr', status: 'passed', ms: 1200 },
      { title: 'cats in mysql [X1] purr', status: 'passed', ms: 1500 },
      { title: 'cats in mysql [X2] purr | hiss', status: 'failed', ms: 300 },
    ],
  },
  {
    ...{ file: null, passed: 0, failed: [] },
    coverage: [{ folder: 'libs/cats', lines: { covered: 30, total: 40 }, functions: { covered: 1, total: 3 } }],
  },
];
const SPEC = '## X: cats\n\n- **X1** purr.\n- **X2** hiss.\n\n## Y: dogs\n\n- **Y1** bark.\n';

/** The tools are plain JavaScript that Node runs directly. */
const inNode = async <T>(script: string, given: unknown): Promise<T> => {
  const args = ['--input-type=module', '--eval', script, JSON.stringify(given)];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  return JSON.parse(stdout) as T;
};

const report = (outcomes: readonly object[] = OUTCOMES) =>
  inNode<{ sums: Record<string, unknown>; text: string }>(
    `
    const { summarize } = await import('./tools/test-report/summarize.mjs');
    const { readSections } = await import('./tools/test-report/guarantees.mjs');
    const { toMarkdown } = await import('./tools/test-report/markdown.mjs');
    const [outcomes, spec] = JSON.parse(process.argv[1]);
    const sums = summarize(outcomes, readSections(spec));
    const ran = { at: '2026', commit: 'abc', machine: '2 cores', only: [], isWhole: true, seconds: 3, services: { Node: '24' } };
    console.log(JSON.stringify({ sums, text: toMarkdown({ ran, ...sums }) }));`,
    [outcomes, SPEC],
  );

const countsIn = (folder: string) =>
  inNode<object[]>(
    `
    const { readCoverage } = await import('./tools/test-report/coverage.mjs');
    console.log(JSON.stringify(readCoverage(JSON.parse(process.argv[1]))));`,
    folder,
  );

describe('[O4] test report', () => {
  it('lists sections, databases, failures, and entries without a test', async () => {
    const { sums, text } = await report();
    expect(sums).toMatchObject({
      whole: { passed: 9, failed: 1, files: 1 },
      sections: [
        { section: 'X: cats', guarantees: 2, tests: 3, passed: 2, failed: 1, seconds: 3, broken: ['X2'], untested: [] },
        { section: 'Y: dogs', guarantees: 1, tests: 0, untested: ['Y1'] },
      ],
      databases: [
        { database: 'SQLite', tests: 1, passed: 1 },
        { database: 'MySQL', tests: 2, passed: 1, failed: 1 },
      ],
    });
    expect(text).toContain('**9 passed, 1 failed**');
    expect(text).toContain('2 of 3 guarantees have tests that ran. Without a test in this run: Y1.');
    // Titles are escaped in tables.
    expect(text).toContain('`cats in mysql [X2] purr \\| hiss`');
  });
});

describe('[O10] coverage report', () => {
  it('is listed by part', async () => {
    const { text } = await report();
    expect(text).toContain('| libs/cats | 40 | 75.0 % | 3 | 33.3 % |');
    expect(text).not.toContain('Not counted');
  });

  it('is reported as unknown when it was not measured', async () => {
    const { text } = await report(OUTCOMES.slice(0, 2));
    expect(text).toContain('Not counted in this run: `npm test -- --coverage` does.');
  });

  it('is summed over the files of each part', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'visionary-counts-'));
    const ran = (covered: number, total: number) => ({
      lines: { covered, total },
      functions: { covered: 1, total: 2 },
    });
    const files = {
      'libs/cats/purr.ts': ran(3, 4),
      'libs/cats/wire/hiss.ts': ran(0, 6),
      'apps/zoo/main.ts': ran(2, 2),
    };
    const paths = Object.entries(files).map(([file, sums]) => [resolve(file), sums]);
    try {
      const summary = { total: ran(5, 12), ...Object.fromEntries(paths) };
      writeFileSync(join(folder, 'coverage-summary.json'), JSON.stringify(summary));
      expect(await countsIn(folder)).toEqual([
        { folder: 'apps/zoo', lines: { covered: 2, total: 2 }, functions: { covered: 1, total: 2 } },
        { folder: 'libs/cats', lines: { covered: 3, total: 10 }, functions: { covered: 2, total: 4 } },
      ]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
