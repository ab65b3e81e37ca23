import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const SERVICES = resolve('tools/services.mjs');
const ON_MACHINE = ['mariadbd', 'mariadb-install-db', 'redis-server', 'chromium'];
const ASK = `const { provideServers } = await import(${JSON.stringify(SERVICES)});
await provideServers().catch((error) => console.log(error.message, error.todo));`;

/** An apt-get that only records its arguments, on a machine that has some of the programs. */
const packagesOf = (programs: readonly string[]): string => {
  const folder = mkdtempSync(join(tmpdir(), 'visionary-programs-'));
  const bin = join(folder, 'bin');
  const log = join(folder, 'asked');
  const put = (name: string, script: string): void => {
    writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(bin, name), 0o755);
  };
  try {
    mkdirSync(bin);
    for (const name of programs) put(name, 'exit 0');
    put('apt-get', `echo "$*" >> ${log}`);
    put('apt-cache', 'exit 0');
    const { TEST_MYSQL_URL: _mysql, TEST_REDIS_URL: _redis, ...others } = process.env;
    const env = { ...others, PATH: bin, CHROMIUM_PATH: join(bin, 'chromium') };
    const output = execFileSync(process.execPath, ['--input-type=module', '-e', ASK], { env, encoding: 'utf8' });
    return output + (existsSync(log) ? readFileSync(log, 'utf8') : '');
  } finally {
    rmSync(folder, { recursive: true });
  }
};

describe('[O1] programs that tests install or require', () => {
  it('include the MySQL dump tool, which backups need', () => {
    expect(packagesOf(ON_MACHINE)).toMatch(/install -y --no-install-recommends .*mariadb-client( |$)/m);
  });

  it('leave out installed programs', () => {
    expect(packagesOf([...ON_MACHINE, 'mariadb', 'mariadb-dump'])).not.toContain('mariadb-client');
  });
});
