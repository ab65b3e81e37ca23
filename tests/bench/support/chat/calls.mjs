/** Calls between a bench and its processes over their IPC channel: one reply each, in any order. */
export class Calls {
  #next = 0;
  #waiting = new Map();

  constructor(child) {
    this.child = child;
    child.on('message', ({ id, value, error }) => {
      const { resolve, reject } = this.#waiting.get(id);
      this.#waiting.delete(id);
      if (error) reject(new Error(error));
      else resolve(value);
    });
    child.once('exit', (code) => {
      for (const { reject } of this.#waiting.values()) reject(new Error(`a process of the bench ended with ${code}`));
    });
  }

  ask(name, ...args) {
    return new Promise((resolve, reject) => {
      const id = this.#next++;
      this.#waiting.set(id, { resolve, reject });
      this.child.send({ id, name, args });
    });
  }

  async end() {
    const exit = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.disconnect();
    await exit;
  }
}

/** In the called process: its handlers by name. It exits with its parent. */
export function answer(handlers, onCleanup = () => undefined) {
  process.on('message', async ({ id, name, args }) => {
    try {
      process.send({ id, value: await handlers[name](...args) });
    } catch (error) {
      process.send({ id, error: error.stack });
    }
  });
  process.on('disconnect', async () => {
    await onCleanup();
    process.exit(0);
  });
}

/** Processor time of this process so far, of all its threads, in microseconds. */
export function cpuUs() {
  const { user, system } = process.cpuUsage();
  return user + system;
}

export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * A handler that emits copies of an event with the next numbers, one every `everyMs`.
 * @returns microseconds of CPU time
 */
export const broadcastWith = (emit) => async (event, count, everyMs) => {
  const before = cpuUs();
  for (let index = 1; index <= count; index++) {
    const seq = event.seq + index;
    emit({ ...event, seq, payload: { message: { ...event.payload.message, seq } } });
    await pause(everyMs);
  }
  return cpuUs() - before;
};
