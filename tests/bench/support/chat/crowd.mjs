/** Many light clients in a separate process, so that they don't use the CPU time of the server. */
import { randomUUID } from 'node:crypto';

import { answer, pause } from './calls.mjs';
import { LightClient } from './light-client.mjs';

const AT_ONCE = 20;
const PATIENCE_MS = 30_000;

/** @type {LightClient[]} */
let clients = [];

/** Runs `work` for each, a few at a time. */
async function each(items, work) {
  const results = [];
  let next = 0;
  const worker = async () => {
    while (next < items.length) {
      const index = next++;
      results[index] = await work(items[index], index);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return results;
}

/** Polls for a condition. @throws Error after half a minute */
async function until(isSo, description) {
  for (const deadline = performance.now() + PATIENCE_MS; !isSo(); await pause(5)) {
    if (performance.now() > deadline) throw new Error(`${description} did not happen`);
  }
}

const receivedByAll = (count) => clients.every(({ received }) => received >= count);

answer({
  /** @param lines of each client: { kind, port, cookie } */
  async open(lines) {
    clients.push(...(await each(lines, (line) => LightClient.open(line))));
  },

  /** @returns bytes of acknowledgements; `opened[i % opened.length]`: [{ roomId, afterSeq }, …] of client i */
  async enter(opened) {
    const sizes = await each(clients, async (client, index) => {
      let bytes = 0;
      for (const room of opened[index % opened.length]) bytes += (await client.ask('rooms.open', room)).bytes;
      return bytes;
    });
    return sizes.reduce((sum, bytes) => sum + bytes, 0);
  },

  /** Like `enter`, with the received events: [client][room] → { seqs, seq }. */
  async caughtUp(rooms) {
    const replies = await each(clients, async (client) => {
      const states = [];
      for (const room of rooms) states.push((await client.ask('rooms.open', room)).data);
      return states;
    });
    return replies.map((states) =>
      states.map(({ seq, state }) => ({ seq, kind: state.kind, seqs: state.events?.map((event) => event.seq) })),
    );
  },

  async enterBare(room) {
    await each(clients, (client) => client.askBare('enter', room));
  },

  /** Forgets received messages for a new round. */
  forget() {
    for (const client of clients) Object.assign(client, { received: 0, faults: 0, lastSeq: undefined, bytes: 0 });
  },

  /** Waits until all clients received this many messages. @returns how many were lost, duplicate, or out of order */
  async received(count) {
    await until(() => receivedByAll(count), `${count} messages for everybody`).catch(() => undefined);
    return clients.reduce((sum, { received, faults }) => sum + faults + Math.abs(received - count), 0);
  },

  /** The first `speakers` clients send messages in turn, one every `everyMs`. */
  async say({ roomId, text, count, everyMs, speakers }) {
    const acknowledged = [];
    for (let sent = 0; sent < count; sent++) {
      const payload = { roomId, clientId: randomUUID(), text };
      acknowledged.push(clients[sent % speakers].ask('chat.send', payload));
      await pause(everyMs);
    }
    await Promise.all(acknowledged);
  },

  /** Sends one after the other. @returns milliseconds to the acknowledgement, and to the last receiver */
  async time({ roomId, text, count, speakers, everyMs = 0 }) {
    const times = [];
    for (let sent = 0; sent < count; sent++) {
      let missing = clients.length;
      let onLast;
      const last = new Promise((resolve) => (onLast = resolve));
      for (const client of clients) client.onMessage = () => --missing === 0 && onLast(performance.now());
      const began = performance.now();
      const ack = clients[sent % speakers].ask('chat.send', { roomId, clientId: randomUUID(), text });
      const ackMs = ack.then(() => performance.now() - began);
      times.push({ ackMs: await ackMs, lastMs: (await last) - began });
      if (everyMs) await pause(everyMs);
    }
    for (const client of clients) client.onMessage = undefined;
    return times;
  },

  async close() {
    await Promise.all(clients.map((client) => client.close()));
    clients = [];
  },
});
