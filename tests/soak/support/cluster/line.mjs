import { connect, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** Names that ioredis announces for connections that carry messages between nodes. */
const PEER_CONNECTION = /visionary-(publisher|subscriber|adapter)/;
const NAME_COMMAND = /setname/i;

/** A TCP line to a service, which can break as networks do. */
export class Line {
  #pairs = new Set();
  /** `all`: no byte passes. `peers`: none of connections between nodes. */
  #stalled = 'none';
  #delayMs = 0;
  #server;

  /** @param {{host: string, port: number}} target */
  static async to(target) {
    const line = new Line();
    line.#server = createServer((near) => line.#accept(near, target));
    await new Promise((resolve) => line.#server.listen(0, '127.0.0.1', resolve));
    line.port = line.#server.address().port;
    return line;
  }

  /** As a cut cable: connections stay, nothing arrives. */
  stall(which = 'all') {
    this.#stalled = which;
    this.#pairs.forEach((pair) => this.#update(pair));
  }

  /** As packets that are lost and sent again: everything arrives later. */
  delay(ms) {
    this.#delayMs = ms;
  }

  /** Breaks one connection, or all. */
  reset(random) {
    const pairs = [...this.#pairs];
    const chosen = random ? pairs.slice(Math.floor(random() * pairs.length)).slice(0, 1) : pairs;
    for (const { near, far } of chosen) {
      near.destroy();
      far.destroy();
    }
  }

  heal() {
    this.#stalled = 'none';
    this.#delayMs = 0;
    this.#pairs.forEach((pair) => this.#update(pair));
  }

  close() {
    this.#server.close();
    this.reset();
  }

  #accept(near, { host, port }) {
    const far = connect(port, host);
    const pair = { near, far, isPeer: false };
    this.#pairs.add(pair);
    const end = () => {
      this.#pairs.delete(pair);
      near.destroy();
      far.destroy();
    };
    for (const socket of [near, far]) socket.setNoDelay().on('error', end).on('close', end);
    near.on('data', (chunk) => {
      const text = pair.isPeer ? '' : chunk.toString('latin1');
      if (NAME_COMMAND.test(text) && PEER_CONNECTION.test(text)) pair.isPeer = true;
    });
    near.on('data', this.#passTo(far));
    far.on('data', this.#passTo(near));
    this.#update(pair);
  }

  /** Keeps the order of bytes, also while the delay changes. */
  #passTo(socket) {
    let earlier = Promise.resolve();
    return (chunk) => {
      const due = performance.now() + this.#delayMs;
      earlier = earlier.then(async () => {
        const left = due - performance.now();
        if (left > 0) await sleep(left);
        if (socket.writable) socket.write(chunk);
      });
    };
  }

  #update({ near, far, isPeer }) {
    const isStalled = this.#stalled === 'all' || (this.#stalled === 'peers' && isPeer);
    for (const socket of [near, far]) {
      if (isStalled) socket.pause();
      else socket.resume();
    }
  }
}
