import { execFile } from 'node:child_process';
import { cpSync, existsSync, globSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { freshFolder } from '../support/services.js';

/** The files that a new command changes. */
const CHANGED = [
  'libs/contract/commands.ts',
  'tests/realtime/rights.spec.ts',
  'libs/*/*.module.ts',
  'web/src/*/i18n.*.ts',
];

function copyOfChanged(): string {
  const copy = freshFolder();
  for (const file of globSync(CHANGED)) {
    mkdirSync(dirname(join(copy, file)), { recursive: true });
    cpSync(file, join(copy, file));
  }
  return copy;
}

interface Made {
  readonly files: string[];
  readonly next: string;
  readonly message?: string;
}

/** Creates commands one after another in a copy. */
async function make(copy: string, ...names: readonly string[]): Promise<Made[]> {
  const script = `
    const { newCommand } = await import('./tools/new/command.mjs');
    const [copy, ...names] = process.argv.slice(1);
    const made = [];
    for (const name of names) made.push(await newCommand(copy, name).catch((error) => ({ message: error.message })));
    console.log(JSON.stringify(made));`;
  const args = ['--input-type=module', '--eval', script, copy, ...names];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  return JSON.parse(stdout) as Made[];
}

describe('npm run new -- command', () => {
  it('writes contract entry, handler, module line, rights row, texts and a failing test', async () => {
    const copy = copyOfChanged();
    const [made] = await make(copy, 'jam.archive-take');
    expect(made?.files.sort()).toEqual([
      'libs/contract/commands.ts',
      ...[
        'libs/jam/api/archive-take.gateway.spec.ts',
        'libs/jam/api/archive-take.gateway.ts',
        'libs/jam/jam.module.ts',
      ],
      ...['tests/realtime/rights.spec.ts', 'web/src/jam/i18n.en.ts', 'web/src/jam/i18n.zh.ts'],
    ]);
    const text = (file: string) => readFileSync(join(copy, file), 'utf8');
    expect(text('libs/contract/commands.ts')).toContain(
      "  'jam.archiveTake': command('write', z.strictObject({ roomId: Id }), EmptyReply, 'Archive take'),\n} as const;",
    );
    expect(text('libs/jam/jam.module.ts')).toContain(
      "import { ArchiveTakeGateway } from './api/archive-take.gateway.js';",
    );
    expect(text('libs/jam/jam.module.ts')).toMatch(/providers: \[\n {4}ArchiveTakeGateway,\n/);
    expect(text('libs/jam/api/archive-take.gateway.ts')).toContain("@Command('jam.archiveTake')");
    expect(text('tests/realtime/rights.spec.ts')).toContain("  'jam.archiveTake': ({ roomId }) => ({ roomId }),\n");
    expect(text('web/src/jam/i18n.en.ts')).toContain("    archiveTake: 'Archive take',");
    expect(text('web/src/jam/i18n.zh.ts')).toContain("    archiveTake: 'Archive take',");
    expect(text('libs/jam/api/archive-take.gateway.spec.ts')).toContain(
      'jam.archiveTake does nothing yet. Left to do:',
    );
  });

  it('finds the files to change in every slice', async () => {
    const slices = globSync('libs/*/*.module.ts')
      .map((file) => dirname(file).slice('libs/'.length))
      .filter((slice, at, all) => existsSync(`libs/${slice}/${slice}.module.ts`) && all.indexOf(slice) === at);
    expect(slices.length).toBeGreaterThan(5);
    const made = await make(copyOfChanged(), ...slices.map((slice) => `${slice}.do-it`));
    expect(made.map(({ message }) => message)).toEqual(slices.map(() => undefined));
  });

  it('rejects an existing command, an unknown slice, and an invalid name', async () => {
    const messages = (await make(copyOfChanged(), 'chat.pin', 'nowhere.pin', 'pin')).map((made) => made.message);
    expect(messages).toEqual([
      'The command chat.pin already exists.',
      'There is no slice "nowhere".',
      '"pin" is not the name of a command.',
    ]);
  });
});
