import { execFile } from 'node:child_process';
import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { DIALECTS, freshDatabase, freshFolder } from '../support/services.js';

interface Ended {
  readonly code: number;
  readonly said: string;
  readonly complained: string;
}

/** Runs the built command line as a process of its own. */
function visionary(words: readonly string[], settings: Record<string, string> = {}): Promise<Ended> {
  const env = { PATH: process.env['PATH'], DATA_DIR: freshFolder(), MODELS_DIR: 'tests/golden', ...settings };
  return new Promise((resolve) => {
    execFile(process.execPath, ['dist/apps/cli/src/main.js', ...words], { env }, (error, said, complained) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, said, complained });
    });
  });
}

describe('visionary', () => {
  it('[T1] says what it can do', async () => {
    expect(await visionary(['--help'])).toMatchObject({ code: 0, said: expect.stringContaining('visionary migrate') });
    expect(await visionary([])).toEqual(await visionary(['--help']));
  });

  it.each([[['dance']], [['models', 'check']], [['migrate', 'twice']], [['--loud']]])(
    '[T1] refuses %j with the usage and exit code 2',
    async (words) => {
      const { code, said, complained } = await visionary(words);
      expect({ code, said }).toEqual({ code: 2, said: '' });
      expect(complained).toContain('visionary models list');
    },
  );

  it('[T1] tells a bad setting in one sentence', async () => {
    expect(await visionary(['models', 'list'], { PORT: 'http' })).toEqual({
      code: 1,
      said: '',
      complained: 'PORT must be a whole number.\n',
    });
  });

  it.each(DIALECTS)('[T2] brings an empty %s database up to date, once', async (dialect) => {
    const url = await freshDatabase(dialect);
    const settings: Record<string, string> =
      dialect === 'mysql'
        ? { DATABASE_URL: url }
        : { DATA_DIR: url.slice('sqlite:'.length, -'/visionary.sqlite'.length) };
    expect(await visionary(['migrate'], settings)).toMatchObject({
      code: 0,
      said: expect.stringMatching(/^Applied: 0001-/),
    });
    expect(await visionary(['migrate'], settings)).toMatchObject({ code: 0, said: 'The database is up to date.\n' });
  });

  it('[T3] lists models with their hashes, and says what is wrong with one', async () => {
    const models = freshFolder();
    cpSync('tests/golden/tiny-sd-random', join(models, 'good'), { recursive: true });
    cpSync('tests/golden/tiny-sd-random', join(models, 'torn'), { recursive: true });
    writeFileSync(join(models, 'torn', 'scheduler', 'scheduler_config.json'), '{');
    const { code, said } = await visionary(['models', 'list'], { MODELS_DIR: models });
    expect(code).toBe(0);
    expect(said).toMatch(/^good {2}[0-9a-f]{10}\ntorn {2}cannot be served: scheduler\/scheduler_config\.json: /);
  });

  it('[T3] checks a model by rendering with it, by name or by folder', async () => {
    for (const model of ['tiny-sd-random', 'tests/golden/tiny-sd-random']) {
      const { code, said, complained } = await visionary(['models', 'check', model]);
      expect({ code, complained }).toEqual({ code: 0, complained: '' });
      expect(said).toMatch(/[0-9a-f]{10} {2}2 steps at 128×128 in \d+ ms\n$/);
    }
  });

  it('[T3] says of a model that cannot be served which file, why, and what would fit', async () => {
    const { code, said, complained } = await visionary(['models', 'check', 'nowhere']);
    expect({ code, said }).toEqual({ code: 1, said: '' });
    expect(complained).toMatch(/^model_index\.json: .+ What fits: /);
  });
});
