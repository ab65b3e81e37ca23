import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { io } from 'socket.io-client';

import { PROTOCOL_VERSION } from '../../../../dist/libs/contract/index.js';
import { clientParser } from '../../../../dist/libs/platform/realtime/wire-parser.js';

const ACK_TIMEOUT_MS = 10_000;
/** As the client in the browser: socket.io doesn't reconnect by itself after the server has disconnected it. */
const RECONNECT_MS = 300;

/** One HTTP request on a connection of its own. @returns its status, or the code of the network error */
export const send = (url, method, path, { cookie, body } = {}) =>
  new Promise((resolve) => {
    const headers = { ...(cookie && { cookie }), ...(body && { 'content-type': 'application/json' }) };
    const sent = request(url + path, { method, headers, agent: false }, async (response) => {
      const content = await text(response).catch((error) => error);
      const session = response.headers['set-cookie']?.[0]?.split(';')[0];
      if (content instanceof Error) resolve({ status: content.code ?? content.message });
      else resolve({ status: response.statusCode, cookie: session, body: content });
    });
    sent.on('error', (error) => resolve({ status: error.code ?? error.message }));
    sent.end(body && JSON.stringify(body));
  });

/** A user whose page sends numbered messages and repeats each until it is acknowledged, as the outbox does. */
export class ChattingUser {
  /** Texts of acknowledged messages. */
  acknowledged = [];
  /** Codes of rejected messages, which a user would see. */
  rejected = [];
  /** ms without a connection, one entry per loss. */
  gaps = [];

  constructor(url, name, cookie) {
    this.name = name;
    this.cookie = cookie;
    const auth = { protocol: PROTOCOL_VERSION, page: randomUUID() };
    this.socket = io(url, {
      ...{ transports: ['websocket'], parser: clientParser, forceNew: true, autoConnect: false, auth },
      ...{ extraHeaders: { cookie }, reconnectionDelay: RECONNECT_MS, reconnectionDelayMax: 1_000, timeout: 8_000 },
    });
    this.socket.on('connect', () => this.connected());
    this.socket.on('disconnect', () => (this.lostAt = performance.now()));
    for (const event of ['disconnect', 'connect_error']) this.socket.on(event, () => this.reconnect());
  }

  connect() {
    return new Promise((resolve) => this.socket.once('connect', resolve).connect());
  }

  connected() {
    if (this.lostAt !== undefined) this.gaps.push(Math.round(performance.now() - this.lostAt));
    this.lostAt = undefined;
    if (this.roomId) this.socket.emit('rooms.open', { roomId: this.roomId }, () => undefined);
  }

  reconnect() {
    if (this.socket.active || this.isDone) return;
    setTimeout(() => this.socket.connect(), RECONNECT_MS * (0.5 + Math.random())).unref();
  }

  open(roomId) {
    this.roomId = roomId;
    return this.socket.timeout(ACK_TIMEOUT_MS).emitWithAck('rooms.open', { roomId });
  }

  async chat(intervalMs, isOver) {
    for (let number = 0; !isOver(); number++) {
      await this.deliver({ roomId: this.roomId, clientId: randomUUID(), text: `${this.name} ${number}` });
      await sleep(intervalMs * (0.5 + Math.random()));
    }
  }

  async deliver(message) {
    for (;;) {
      if (!this.socket.connected) await new Promise((resolve) => this.socket.once('connect', resolve));
      const ack = await this.socket
        .timeout(ACK_TIMEOUT_MS)
        .emitWithAck('chat.send', message)
        .catch(() => null);
      if (ack?.ok) return void this.acknowledged.push(message.text);
      if (ack) return void this.rejected.push(ack.error.code);
    }
  }

  close() {
    this.isDone = true;
    this.socket.disconnect();
  }
}

/** Pages that connect, wait a little and leave, also while a server stops. @returns how many connections were made */
export async function openPages(url, cookie, isOver) {
  let opened = 0;
  const auth = { protocol: PROTOCOL_VERSION, page: randomUUID() };
  while (!isOver()) {
    const options = { transports: ['websocket'], parser: clientParser, forceNew: true, auth, extraHeaders: { cookie } };
    const socket = io(url, options);
    const isUp = await new Promise((resolve) => {
      socket.once('connect', () => resolve(true));
      setTimeout(() => resolve(false), 5_000).unref();
    });
    if (isUp) opened += 1;
    await sleep(Math.random() * 100);
    socket.disconnect();
  }
  return opened;
}

/** Few enough that a user stays below their 300 an hour during twenty rounds. */
const WRITE_SHARE = 0.05;

/** Reads and writes one after another. @param failed gets each request that didn't end as it should */
export async function requestAll(url, { cookie, roomId }, { isOver, failed }) {
  const counts = { reads: 0, writes: 0 };
  while (!isOver()) {
    const isWrite = Math.random() < WRITE_SHARE;
    const { status } = isWrite
      ? await send(url, 'POST', `/api/rooms/${roomId}/invitations`, { cookie, body: {} })
      : await send(url, 'GET', '/api/rooms', { cookie });
    if (status !== (isWrite ? 201 : 200)) failed({ what: isWrite ? 'write' : 'read', status });
    else counts[isWrite ? 'writes' : 'reads'] += 1;
    await sleep(20 + Math.random() * 40);
  }
  return counts;
}
