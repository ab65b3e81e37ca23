import { randomUUID } from 'node:crypto';
import { setPriority } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import { openRoom, startServer } from './bench-server.mjs';
import { cpuMs, rendererOf } from './process-figures.mjs';
import { Watchers } from './watching.mjs';

const POLL_MS = 10;
const LAST_IN_LINE = 19;

/** A real server with a room, takes rendered there, and watching clients in another process. */
export class ServedTakes {
  static async start(modelDir) {
    const served = new ServedTakes();
    served.server = await startServer(modelDir);
    served.room = await openRoom(served.server.url);
    served.watchers = new Watchers(served.server.url, served.room.roomId);
    // Real clients run on other machines, so these use as little of this one as possible.
    setPriority(served.watchers.process.pid, LAST_IN_LINE);
    served.database = new DatabaseSync(join(served.server.data, 'visionary.sqlite'), { readOnly: true });
    served.takeById = served.database.prepare(
      'select status, started_at, ended_at, render_record from take where id = ?',
    );
    return served;
  }

  be(count) {
    return this.watchers.be(count);
  }

  /**
   * The client that queues takes doesn't watch, so that without others no one does.
   * @returns {Promise<{rendererMs: number, takeMs: number, cpuMs: number, frames: number, bytes: number[]}>}
   * `rendererMs`: in the renderer, from the loaded model to the last image; `takeMs`: in the server, from the command
   * to the recorded end
   */
  async take(settings, words, count) {
    const renderer = rendererOf(this.server.pid);
    const finished = count > 0 ? this.watchers.nextMessage(({ finishedAt }) => finishedAt !== undefined) : undefined;
    const before = cpuMs(renderer);
    const order = { roomId: this.room.roomId, clientId: randomUUID(), ...words, settings };
    const { event } = await this.room.ask('jam.render', order);
    const take = await this.ended(event.payload.take.id);
    const used = cpuMs(renderer) - before;
    const { framesPerWatcher = 0, bytes = [] } = (await finished) ?? {};
    const { renderMs } = JSON.parse(take.render_record);
    return {
      ...{ rendererMs: renderMs, takeMs: take.ended_at - take.started_at, cpuMs: used },
      ...{ frames: framesPerWatcher, bytes },
    };
  }

  async end() {
    this.database.close();
    this.watchers.process.disconnect();
    this.room.socket.disconnect();
    await this.server.end();
  }

  async ended(id) {
    for (;;) {
      const take = this.takeById.get(id);
      if (take?.status === 'finished') return take;
      if (take && !['queued', 'rendering', 'starting'].includes(take.status)) {
        throw new Error(`the take is ${take.status}`);
      }
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  }
}
