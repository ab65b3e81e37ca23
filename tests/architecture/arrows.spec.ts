import { beforeAll, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { freshFolder } from '../support/services.js';

interface Violation {
  readonly from: string;
  readonly rule: { readonly name: string };
}

/** One forbidden import each: its file, its target, and the rule that must reject it. */
const SEEDS = [
  [
    'a slice that enters another past its door',
    'libs/chat/use-cases/past-the-door.ts',
    '../../rooms/domain/x.js',
    'not-in-allowed',
  ],
  [
    'a slice that runs against the arrows',
    'libs/accounts/use-cases/against.ts',
    '../../rooms/index.js',
    'not-in-allowed',
  ],
  ['a domain that knows its storage', 'libs/chat/domain/storage.ts', '../storage/x.js', 'not-in-allowed'],
  ['a use case that knows HTTP', 'libs/chat/use-cases/http.ts', '@visionary/platform/http', 'not-in-allowed'],
  ['the platform that knows a slice', 'libs/platform/log/slice.ts', '@visionary/rooms', 'not-in-allowed'],
  [
    'a server that reaches into a slice',
    'apps/server/src/inside.ts',
    '../../../libs/rooms/domain/x.js',
    'not-in-allowed',
  ],
  ['a domain that needs a package', 'libs/chat/domain/package.ts', 'zod', 'domain-is-plain'],
  ['SQL outside storage', 'libs/chat/api/sql.ts', '@mikro-orm/core', 'database-in-storage'],
  ['sockets outside the platform', 'libs/chat/api/socket.ts', 'socket.io', 'sockets-in-realtime'],
  ['ONNX on the server', 'apps/server/src/onnx.ts', 'onnxruntime-node', 'onnx-without-telemetry'],
  ['a contract with baggage', 'libs/contract/baggage.ts', 'rxjs', 'contract-imports-zod-only'],
  ['infotext that only Node can read', 'libs/infotext/node.ts', 'node:zlib', 'infotext-is-plain'],
  [
    'a development package in the product',
    'libs/chat/api/dev.ts',
    'fast-check',
    'no-development-packages-in-the-product',
  ],
  [
    'a test in the product',
    'libs/chat/api/test.ts',
    '../../../tests/support/live-client.js',
    'no-tests-in-the-product',
  ],
  ['a file in a circle', 'libs/chat/api/one.ts', './two.js', 'no-cycles'],
] as const;

/** A copy of the product with the seeds; packages are resolved from the original. */
function seededCopy(): string {
  const copy = freshFolder();
  for (const part of ['apps', 'libs', 'tests/support', 'package.json', '.dependency-cruiser.mjs']) {
    cpSync(part, join(copy, part), { recursive: true });
  }
  for (const part of ['tsconfig.json', 'tsconfig.base.json']) cpSync(part, join(copy, part));
  symlinkSync(resolve('node_modules'), join(copy, 'node_modules'));
  const write = (file: string, text: string) => {
    mkdirSync(dirname(join(copy, file)), { recursive: true });
    writeFileSync(join(copy, file), text);
  };
  for (const [, file, target] of SEEDS) write(file, `import * as seed from '${target}';\nexport default seed;\n`);
  write('libs/rooms/domain/x.ts', 'export {};\n');
  write('libs/chat/storage/x.ts', 'export {};\n');
  write('libs/chat/api/two.ts', "import * as seed from './one.js';\nexport default seed;\n");
  return copy;
}

/** Checks the imports of the seeds; `npm run check` checks the product itself. */
async function cruise(folder: string): Promise<Violation[]> {
  const cruiser = resolve('node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
  const args = [cruiser, ...SEEDS.map(([, file]) => file), '--output-type', 'json'];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: folder, maxBuffer: 2 ** 28 }).catch(
    (error: { stdout: string }) => error,
  );
  return (JSON.parse(stdout) as { summary: { violations: Violation[] } }).summary.violations;
}

describe('dependency rules', () => {
  let violations: Violation[] = [];

  beforeAll(async () => {
    violations = await cruise(seededCopy());
  }, 180_000);

  it.each(SEEDS)('reject %s', (_what, file, _target, rule) => {
    const rules = violations.filter((violation) => violation.from === file).map((violation) => violation.rule.name);
    expect(rules).toContain(rule);
  });
});
