import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';

const ENTRY = 'dist/apps/server/src/main.js';
const POLL_MS = 50;
const START_DEADLINE_MS = 60_000;

const withoutDetails = (line) => line.replace(/"(pid|hostname|level)":[^,]*,/g, '').slice(0, 160);

/** One server node on a fixed port, which can be stopped and started again. */
export class NodeProcess {
  log = '';

  constructor(port, env) {
    this.url = `http://127.0.0.1:${port}`;
    this.env = { ...env, PORT: String(port), HOST: '127.0.0.1' };
  }

  /** @returns once it takes traffic */
  async start() {
    const child = spawn(process.execPath, [ENTRY], { env: this.env, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => (this.log += part));
    this.child = child;
    this.ended = new Promise((resolve) => child.once('exit', (code, signal) => resolve(signal ?? code)));
    const deadline = Date.now() + START_DEADLINE_MS;
    while (!(await this.isReady())) {
      if (child.exitCode !== null || Date.now() > deadline) throw new Error(`A server did not start:\n${this.log}`);
      await sleep(POLL_MS);
    }
  }

  isReady() {
    return fetch(`${this.url}/api/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
  }

  /** @returns its exit code or signal, and how long it took */
  async stop() {
    const startedAt = performance.now();
    const logged = this.log.length;
    this.child.kill('SIGTERM');
    const code = await this.ended;
    const ms = Math.round(performance.now() - startedAt);
    return { code, ms, log: this.log.slice(logged).split('\n').map(withoutDetails) };
  }

  kill() {
    this.child?.kill('SIGKILL');
    return this.ended;
  }
}
