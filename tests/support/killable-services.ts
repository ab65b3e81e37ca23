import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { onCleanup } from './cleanup.js';
import { freePort } from './free-port.js';
import { freshFolder } from './services.js';

/** Server programs are in sbin, which is not in the PATH of normal users. */
const env = { ...process.env, PATH: `${process.env['PATH']}:/usr/local/sbin:/usr/sbin:/sbin` };
const asRoot = process.getuid?.() === 0 ? ['--user=root'] : [];

async function writeInitFile(folder: string): Promise<string> {
  const file = join(folder, 'init.sql');
  await writeFile(file, 'create database if not exists visionary;\n');
  return file;
}

/** A service for one test, which can kill and restart it at the same address. */
export class KillableService {
  private child: ChildProcess | undefined;
  private ended: Promise<unknown> = Promise.resolve();

  private constructor(
    readonly url: string,
    private readonly program: string,
    private readonly settings: readonly string[],
    private readonly readyPattern: RegExp,
  ) {
    onCleanup(() => this.kill());
  }

  /** Without persistence: empty after every start. */
  static async redis(): Promise<KillableService> {
    const port = await freePort();
    const settings = [
      '--port',
      `${port}`,
      '--bind',
      '127.0.0.1',
      '--dir',
      freshFolder(),
      '--save',
      '',
      '--appendonly',
      'no',
    ];
    const redis = new KillableService(
      `redis://127.0.0.1:${port}`,
      'redis-server',
      settings,
      /Ready to accept connections/,
    );
    await redis.begin();
    return redis;
  }

  /** Durable: keeps every commit when it is killed; `url` names an empty database. */
  static async mariadb(): Promise<KillableService> {
    const folder = freshFolder();
    const data = join(folder, 'data');
    // At startup it empties the folder for temporary tables, also those of other processes.
    const tmpdirOption = `--tmpdir=${freshFolder()}`;
    const installOptions = [
      '--no-defaults',
      `--datadir=${data}`,
      '--auth-root-authentication-method=normal',
      '--skip-test-db',
    ];
    await promisify(execFile)('mariadb-install-db', [...installOptions, tmpdirOption, ...asRoot], { env });
    const port = await freePort();
    const settings = [
      ...['--no-defaults', `--datadir=${data}`, `--socket=${join(folder, 'socket')}`, `--port=${port}`, ...asRoot],
      ...[tmpdirOption, '--bind-address=127.0.0.1', '--skip-name-resolve', '--innodb-buffer-pool-size=32M'],
      ...['--character-set-server=utf8mb4', `--init-file=${await writeInitFile(folder)}`],
    ];
    const url = `mysql://root@127.0.0.1:${port}/visionary`;
    const mariadb = new KillableService(url, 'mariadbd', settings, /ready for connections/);
    await mariadb.begin();
    return mariadb;
  }

  /** @throws Error with its output when it exits before it is ready */
  async begin(): Promise<void> {
    const child = spawn(this.program, this.settings, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    this.child = child;
    this.ended = new Promise((resolve) => child.once('exit', resolve));
    let output = '';
    await new Promise<void>((resolve, reject) => {
      const onOutput = (part: Buffer) => {
        output += part.toString();
        if (this.readyPattern.test(output)) resolve();
      };
      child.stdout?.on('data', onOutput);
      child.stderr?.on('data', onOutput);
      child.once('error', reject);
      void this.ended.then((code) => reject(new Error(`${this.program} ended with ${String(code)}:\n${output}`)));
    });
  }

  async kill(): Promise<void> {
    this.child?.kill('SIGKILL');
    await this.ended;
  }
}
