import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setPriority } from 'node:os';
import { fileURLToPath } from 'node:url';

import { ALLOCATOR, NICENESS } from '../bare-process.mjs';
import { peakBytes } from '../process-figures.mjs';

const SCRIPT = fileURLToPath(new URL('unet-run.mjs', import.meta.url));

/** A UNet in a process started like the renderer of a server. */
export class UnetProcess {
  #child;
  #ended;

  static async start(folder) {
    const unet = new UnetProcess();
    unet.#child = fork(SCRIPT, [folder], { env: { ...process.env, ...ALLOCATOR } });
    unet.#ended = once(unet.#child, 'exit').then(([code]) => {
      throw new Error(`the UNet's process ended with ${code}`);
    });
    unet.#ended.catch(() => undefined);
    setPriority(unet.#child.pid, NICENESS);
    await unet.#nextMessage();
    return unet;
  }

  get peakBytes() {
    return peakBytes(this.#child.pid);
  }

  /** @returns CPU and wall of one step, in milliseconds */
  async step() {
    const message = this.#nextMessage();
    this.#child.send('step');
    return message;
  }

  end() {
    this.#child.kill();
  }

  async #nextMessage() {
    const [message] = await Promise.race([once(this.#child, 'message'), this.#ended]);
    return message;
  }
}
