import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import { nextMessage } from './next-message.mjs';

const file = fileURLToPath(new URL('watchers.mjs', import.meta.url));

/** Clients that watch a room, in a process of their own. */
export class Watchers {
  constructor(url, roomId) {
    this.process = fork(file, [url, roomId]);
  }

  nextMessage(fits) {
    return nextMessage(this.process, fits);
  }

  async be(count) {
    const arrived = this.nextMessage(({ watchers }) => watchers === count);
    this.process.send(count);
    await arrived;
  }
}
