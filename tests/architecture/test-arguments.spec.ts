import { execFile } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';

interface Run {
  readonly code: number;
  readonly output: string;
}

/** Parses the arguments after `npm test --`; nothing runs. */
const read = (argv: readonly string[], dialect?: string): Promise<Run> =>
  new Promise((done) => {
    const script = `
      const { command } = await import('./tools/console.mjs');
      const { readArguments } = await import('./tools/test-arguments.mjs');
      await command(() => console.log(JSON.stringify(readArguments(JSON.parse(process.argv[1]), process.env))));`;
    const env = { ...process.env, DIALECT: dialect };
    const args = ['--input-type=module', '--eval', script, JSON.stringify(argv)];
    execFile(process.execPath, args, { env }, (error, stdout, stderr) =>
      done({ code: error ? 1 : 0, output: stdout + stderr }),
    );
  });

const parse = async (argv: readonly string[], dialect?: string) =>
  JSON.parse((await read(argv, dialect)).output) as Record<string, unknown>;

describe('npm test', () => {
  it('runs everything without arguments', async () => {
    expect(await parse([])).toEqual({ patterns: [], hasCoverage: false, isNarrow: false, only: [] });
  });

  it('accepts patterns, a test title, and --coverage in any order', async () => {
    const given = { patterns: ['chat', 'jam'], title: 'is pinned', hasCoverage: true, isNarrow: true };
    expect(await parse(['chat', '-t', 'is pinned', '--coverage', 'jam'])).toMatchObject(given);
    expect(await parse(['--testNamePattern=is pinned'])).toMatchObject({ patterns: [], title: 'is pinned' });
  });

  it('reports that DIALECT leaves out a database', async () => {
    const { dialect, isNarrow, only } = await parse([], 'sqlite');
    const expected = ['database suites on SQLite only (DIALECT=sqlite)'];
    expect({ dialect, isNarrow, only }).toEqual({ dialect: 'sqlite', isNarrow: false, only: expected });
  });

  it.each([
    ['a flag it does not know', ['--watch'], undefined, 'npm test does not know the flag "--watch".'],
    ['-t without a title', ['chat', '-t'], undefined, '-t needs the title of a test after it.'],
    ['a database there is not', [], 'postgres', 'DIALECT is "postgres", which is not a test database.'],
  ])('rejects %s in one sentence', async (_what, argv, dialect, sentence) => {
    const { code, output } = await read(argv, dialect);
    expect([code, output.includes(sentence), output.includes('at file:')]).toEqual([1, true, false]);
  });
});
