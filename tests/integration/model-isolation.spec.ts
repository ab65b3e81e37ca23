import { execFile } from 'node:child_process';
import { chmodSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { findIsolation, type Isolation, isSandboxUid, startSandboxed } from '@visionary/sandbox';
import { sandboxCommand } from '../../libs/sandbox/isolation.js';
import { firstUnreadable } from '../../libs/sandbox/readable-paths.js';
import { probeModel } from '../../libs/generation/cli.js';
import { TINY_SD } from '../golden/vectors.js';
import { onCleanup } from '../support/cleanup.js';
import { putFile } from '../support/model-copy.js';
import { freshFolder } from '../support/services.js';
import { dividingByZeroGraph, endlessGraph, UNET, UNET_OUT } from '../support/malicious-onnx.js';

const SCRIPT = resolve('dist/apps/renderer/src/probe/main.js');
const LIMITS = { deadlineMs: 60_000, threads: 1, size: { width: 64, height: 64 } };
const run = promisify(execFile);

/** Tries to access what a model must not, and reports what it got. */
const SPY = `
const { existsSync, readdirSync, writeFileSync } = require('node:fs');
const [secret, port] = process.argv.slice(1);
const got = [];
if (existsSync(secret)) got.push('read a file');
try { writeFileSync(process.execPath + '.txt', 'x'); got.push('wrote beside the program'); } catch {}
if (readdirSync('/proc').filter((name) => /^[0-9]+$/.test(name)).length > 3) got.push('saw other processes');
for (const name of ['DATABASE_URL', 'SECRET']) if (process.env[name]) got.push('knew a setting');
const call = require('node:net').connect(Number(port), '127.0.0.1');
call.once('connect', () => { got.push('reached the network'); tell(); }).once('error', tell);
function tell() { console.log(JSON.stringify(got)); process.exit(0); }
`;

describe('isolation of trials', () => {
  let isolation: Isolation;
  /** Root builds for itself alone when its umask says so. Then nobody else can run the build. */
  let mayChangeUser: boolean;
  let port: number;
  const secret = join(freshFolder(), 'visionary.sqlite');

  beforeAll(async () => {
    isolation = await findIsolation(SCRIPT);
    mayChangeUser = process.getuid?.() === 0 && (await firstUnreadable(resolve('dist'))) === undefined;
    if (!mayChangeUser) expect(isolation.changesUser).toBe(false);
    writeFileSync(secret, 'everybody’s secrets');
    const server = createServer((call) => call.destroy());
    onCleanup(() => void server.close());
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
    port = (server.address() as { port: number }).port;
  });

  const spy = async (walls: readonly string[]): Promise<string[]> => {
    const [program = '', ...args] = [...walls, process.execPath, '-e', SPY, secret, String(port)];
    const { stdout } = await run(program, args);
    return JSON.parse(stdout) as string[];
  };

  it('[M12] reads only the model, and sees no network or process, with bubblewrap', async () => {
    // Without isolation the spy succeeds, so the probe works.
    expect(await spy([])).toEqual(expect.arrayContaining(['read a file', 'reached the network']));
    if (isolation.level !== 'bubblewrap') {
      // The reported isolation is the actual one.
      expect(isolation.bubblewrap).toBeUndefined();
      return;
    }
    const confinement = {
      script: SCRIPT,
      readable: [resolve(TINY_SD)],
      scratch: { bytes: 2 ** 20 },
      memoryBytes: 2 ** 31,
    };
    expect(await spy(sandboxCommand(confinement, isolation))).toEqual([]);
  });

  /** Separate copies, in a folder that other users can enter. */
  const uploaded = (): string => {
    const dir = mkdtempSync('/tmp/visionary-uploaded-');
    onCleanup(() => rmSync(dir, { recursive: true, force: true }));
    chmodSync(dir, 0o755);
    cpSync(TINY_SD, join(dir, 'model'), { recursive: true });
    return join(dir, 'model');
  };

  /** As on a machine without bubblewrap. */
  const asUser = (): Isolation => ({
    level: mayChangeUser ? 'user' : 'limits',
    changesUser: mayChangeUser,
    setpriv: '/usr/bin/setpriv',
  });

  it('[M13] runs as an unprivileged user when bubblewrap is missing and the server is root', async () => {
    const dir = uploaded();
    chmodSync(join(dir, 'unet', 'model.onnx'), 0o600);
    const input = JSON.stringify({ dir, threads: 1, size: LIMITS.size, isSealed: true });
    const { child } = await startSandboxed({
      script: SCRIPT,
      args: [input],
      env: { PATH: process.env.PATH },
      sealed: [dir],
      readable: [],
      memoryBytes: 2 ** 31,
      isolation: asUser(),
    });
    const verdict = await new Promise((resolve) => {
      child.on('message', (report: { type: string }) => report.type !== 'loaded' && resolve(report));
      child.once('exit', (code, signal) => resolve({ code, signal }));
    });
    expect(verdict).toMatchObject({ type: 'fits' });
    const uid = Number(/^Uid:\s+(\d+)/m.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]);
    expect(mayChangeUser ? isSandboxUid(uid) : uid === process.getuid?.()).toBe(true);
    child.kill('SIGKILL');
  });

  it.each(['the strictest that works', 'limits'])(
    '[M13] renders one step, reports a crash, and stops a hang: %s',
    async (level) => {
      const dir = uploaded();
      const limits = {
        ...LIMITS,
        isSealed: true,
        isolation: level === 'limits' ? ({ level, changesUser: false } as const) : isolation,
      };
      expect(await probeModel(dir, limits)).toMatchObject({ ok: true, facts: LIMITS.size });
      await putFile(dir, 'unet/model.onnx', dividingByZeroGraph(UNET, 'sample', UNET_OUT));
      const crash = await probeModel(dir, limits);
      expect(crash).toMatchObject({
        ok: false,
        code: 'MODEL_PROBE_CRASHED',
        detail: expect.stringContaining('SIGFPE'),
      });
      await putFile(dir, 'unet/model.onnx', endlessGraph(UNET, 'sample', UNET_OUT));
      expect(await probeModel(dir, { ...limits, deadlineMs: 2_500 })).toMatchObject({ code: 'MODEL_PROBE_TIMEOUT' });
    },
  );

  it('[M13] tries a LoRA on a local model', async () => {
    const limits = { ...LIMITS, lora: resolve('tests/golden/vectors/lora/lora_kohya.safetensors') };
    expect(await probeModel(TINY_SD, limits)).toMatchObject({ ok: true });
  });

  it('[M13] tries a LoRA as an unprivileged user, who has no folder for temporary files', async () => {
    const dir = uploaded();
    const lora = join(mkdtempSync('/tmp/visionary-uploaded-'), 'kohya.safetensors');
    onCleanup(() => rmSync(dirname(lora), { recursive: true, force: true }));
    chmodSync(dirname(lora), 0o755);
    cpSync('tests/golden/vectors/lora/lora_kohya.safetensors', lora);
    const result = await probeModel(dir, { ...LIMITS, lora, isolation: asUser() });
    expect(result).toEqual({ ok: true, facts: expect.anything() });
  });
});
