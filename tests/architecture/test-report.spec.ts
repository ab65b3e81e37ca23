import { execFile } from 'node:child_process';
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
  { file: null, passed: 0, failed: [], unsteady: ['[Y1] now and then'] },
];
const SPEC = '## X: cats\n\n- **X1** purr.\n- **X2** hiss.\n\n## Y: dogs\n\n- **Y1** bark.\n';

/** The tools are plain JavaScript that Node runs as it is. */
const report = async () => {
  const script = `
    const { sumUp } = await import('./tools/test-report/sum-up.mjs');
    const { readSections } = await import('./tools/test-report/promises.mjs');
    const { toMarkdown } = await import('./tools/test-report/markdown.mjs');
    const [outcomes, spec] = JSON.parse(process.argv[1]);
    const sums = sumUp(outcomes, readSections(spec));
    const ran = { at: '2026', commit: 'abc', machine: '2 cores', patterns: [], seconds: 3, services: { Node: '24' } };
    console.log(JSON.stringify({ sums, text: toMarkdown({ ran, ...sums }) }));`;
  const args = ['--input-type=module', '--eval', script, JSON.stringify([OUTCOMES, SPEC])];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  return JSON.parse(stdout) as { sums: Record<string, unknown>; text: string };
};

describe('[O4] the report of a run', () => {
  it('tells sections, databases, what failed and what had no test', async () => {
    const { sums, text } = await report();
    expect(sums).toMatchObject({
      whole: { passed: 9, failed: 1, files: 1 },
      sections: [
        { section: 'X: cats', promises: 2, tests: 3, passed: 2, failed: 1, seconds: 3, broken: ['X2'], untested: [] },
        { section: 'Y: dogs', promises: 1, tests: 0, untested: ['Y1'] },
      ],
      databases: [
        { database: 'SQLite', tests: 1, passed: 1 },
        { database: 'MySQL', tests: 2, passed: 1, failed: 1 },
      ],
      unsteady: ['[Y1] now and then'],
    });
    expect(text).toContain('**9 passed, 1 failed**');
    expect(text).toContain('2 of 3 promises have tests that ran. Without a test in this run: Y1.');
    // What stands in a title breaks no table.
    expect(text).toContain('`cats in mysql [X2] purr \\| hiss`');
  });
});
