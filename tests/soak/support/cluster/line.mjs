import { connect, createServer } from 'node:net';

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
      near.resetAndDestroy();
      far.resetAndDestroy();
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
      this.#pass(chunk, far);
    });
    far.on('data', (chunk) => this.#pass(chunk, near));
    this.#update(pair);
  }

  #pass(chunk, to) {
    if (this.#delayMs === 0) to.write(chunk);
    else setTimeout(() => to.writable && to.write(chunk), this.#delayMs);
  }

  #update({ near, far, isPeer }) {
    const isStalled = this.#stalled === 'all' || (this.#stalled === 'peers' && isPeer);
    for (const socket of [near, far]) {
      if (isStalled) socket.pause();
      else socket.resume();
    }
  }
}
