import { spawn } from 'node:child_process';
import { cpSync, createWriteStream, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { programOf } from '../../bench/support/process-figures.mjs';

const TINY = 'tests/golden/tiny-sd-random';
const MINI = 'models/visionary-mini';
const LORA = 'tests/golden/vectors/lora/lora_kohya.safetensors';

/** Models to choose from, more than fit in memory. `lora`: whether the LoRA is compatible. */
export const MODELS = [
  ...['tiny-a', 'tiny-b', 'tiny-c'].map((id) => ({ id, from: TINY, side: 64, lora: 'soak' })),
  ...['mini-a', 'mini-b', 'mini-c'].map((id) => ({ id, from: MINI, side: 128, lora: null })),
];

/** The built server with copies of two models under six names, and too little memory for them. */
export class SoakServer {
  static async start({ memoryMiB, settings = {} }) {
    const folder = mkdtempSync(join(tmpdir(), 'visionary-soak-'));
    const models = join(folder, 'models');
    for (const { id, from } of MODELS) cpSync(from, join(models, id), { recursive: true });
    mkdirSync(join(models, 'loras'));
    cpSync(LORA, join(models, 'loras', 'soak.safetensors'));
    const env = {
      PATH: process.env.PATH,
      PORT: '0',
      DATA_DIR: join(folder, 'data'),
      MODELS_DIR: models,
      LOG_LEVEL: 'warn',
      NEW_ACCOUNT_LIMIT_HOURS: '0',
      PUBLIC_ROOM_PACE: '0',
      ...{ RENDERER_MEMORY: String(memoryMiB), RENDERER_STALL_TIMEOUT_SECONDS: '5', REQUESTS_PER_MINUTE: '100000' },
      ...settings,
    };
    const child = spawn(process.execPath, ['dist/apps/server/src/main.js'], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    const server = new SoakServer(folder, child);
    await server.ready();
    return server;
  }

  constructor(folder, child) {
    this.folder = folder;
    this.child = child;
    this.data = join(folder, 'data');
    this.log = join(folder, 'server.log');
    const log = createWriteStream(this.log);
    child.stderr.pipe(log, { end: false });
    child.stdout.pipe(log, { end: false });
    this.ended = new Promise((done) => child.once('exit', (code, signal) => done(signal ?? code)));
  }

  async ready() {
    let output = '';
    this.url = await new Promise((resolve, reject) => {
      this.child.stdout.on('data', (part) => {
        output += part;
        const port = /ready at http:\/\/localhost:(\d+)/.exec(output)?.[1];
        if (port) resolve(`http://127.0.0.1:${port}`);
      });
      void this.ended.then((how) => reject(new Error(`the server ended with ${how}: ${output}`)));
    });
  }

  /** @returns undefined while there is none */
  rendererPid() {
    const children = readFileSync(`/proc/${this.child.pid}/task/${this.child.pid}/children`, 'utf8').split(' ');
    const outermost = children.filter(Boolean).map(Number).find(isRenderer);
    return outermost === undefined ? undefined : programOf(outermost);
  }

  /** The worst log lines, for debugging. */
  errors() {
    return readFileSync(this.log, 'utf8')
      .split('\n')
      .filter((line) => /"level":(50|60)/.test(line))
      .map((line) => JSON.parse(line).msg);
  }

  async end() {
    this.child.kill('SIGTERM');
    const how = await this.ended;
    return how;
  }

  clean() {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

const isRenderer = (pid) => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('renderer');
  } catch {
    return false;
  }
};

/** In bytes; 0 when the process has exited. */
export function residentBytes(pid) {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
}
