import { fork } from 'node:child_process';
import { setPriority } from 'node:os';
import { fileURLToPath } from 'node:url';

const file = fileURLToPath(new URL('bare-session-run.mjs', import.meta.url));
/** The same as libs/generation/api/renderer uses for the renderer of a server. */
export const NICENESS = 5;
export const ALLOCATOR = { MALLOC_ARENA_MAX: '1', MALLOC_MMAP_THRESHOLD_: '65536' };

/** Model calls alone, in a process as warm as the renderer and started the same way. */
export class BareProcess {
  static async start(job) {
    const bareProcess = new BareProcess();
    bareProcess.process = fork(file, [JSON.stringify(job)], { env: { ...process.env, ...ALLOCATOR } });
    setPriority(bareProcess.process.pid, NICENESS);
    await bareProcess.nextMessage();
    return bareProcess;
  }

  nextMessage() {
    return new Promise((resolve) => this.process.once('message', resolve));
  }

  async measure() {
    const message = this.nextMessage();
    this.process.send('again');
    return message;
  }

  end() {
    this.process.disconnect();
  }
}
