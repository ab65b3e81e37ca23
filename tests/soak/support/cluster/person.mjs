import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { io } from 'socket.io-client';
import parser from 'socket.io-msgpack-parser';

const ACK_TIMEOUT_MS = 8_000;
const RECONNECT_MS = 300;
const RETRY_MS = 200;

/**
 * A user with one page, written from the API documents alone. Sends numbered messages, repeats each until it is acknowledged,
 * moves to the next node when a connection fails, and keeps every event of the room log in order.
 */
export class Person {
  /** Messages with when they were first sent and acknowledged, and the seq of the acknowledgement. */
  sent = [];
  /** Log entries in the order in which this page accepted them. */
  log = [];
  /** When each seq was accepted. */
  acceptedAt = new Map();
  /** What should not happen: rejections, and gaps that the server did not fill. */
  complaints = [];
  /** Intervals with a connection, by node. */
  connections = [];
  /** The last accepted seq, and the highest one that this page has heard of. */
  seq = 0;
  headSeq = 0;

  constructor({ name, cookie, protocol, nodes, first, roomId }) {
    Object.assign(this, { name, cookie, protocol, nodes, roomId, at: first });
  }

  async start() {
    this.connect();
    await this.untilConnected();
  }

  get node() {
    return this.nodes[this.at % this.nodes.length];
  }

  connect() {
    if (this.isDone) return;
    this.socket?.removeAllListeners();
    this.socket?.disconnect();
    const auth = { protocol: this.protocol, page: randomUUID() };
    const options = { transports: ['websocket'], parser, forceNew: true, reconnection: false, timeout: 3_000 };
    const socket = io(this.node.clientUrl, { ...options, auth, extraHeaders: { cookie: this.cookie } });
    this.socket = socket;
    const move = () => {
      if (socket !== this.socket) return;
      this.closeInterval();
      this.at += 1;
      setTimeout(() => socket === this.socket && this.connect(), RECONNECT_MS);
    };
    socket.on('connect', () => void this.enter(socket).catch(move));
    socket.on('disconnect', move).on('connect_error', move);
    socket.on('rooms.logHead', ({ roomId, seq }) => roomId === this.roomId && this.hear(seq));
    socket.onAny((_, event) => {
      if (event?.roomId === this.roomId && Number.isInteger(event.seq) && event.type) this.accept(event);
    });
  }

  async enter(socket) {
    const afterSeq = this.seq === 0 ? {} : { afterSeq: this.seq };
    const { seq, state } = await this.ask('rooms.open', { roomId: this.roomId, ...afterSeq }, socket);
    if (state.kind === 'events') state.events.forEach((event) => this.accept(event));
    else if (this.seq === 0) this.seq = seq;
    this.hear(seq);
    this.connections.push({ node: this.node.number, from: performance.now(), to: Infinity });
    this.isEntered = true;
  }

  closeInterval() {
    const last = this.connections.at(-1);
    if (last?.to === Infinity) last.to = performance.now();
    this.isEntered = false;
  }

  /** Accepts the next entry of the log, and asks for those in between when some are missing. */
  accept(event) {
    if (event.seq === this.seq + 1) {
      this.seq = event.seq;
      this.log.push({ seq: event.seq, type: event.type, text: event.payload?.message?.text });
      this.acceptedAt.set(event.seq, performance.now());
    }
    this.hear(event.seq);
  }

  /** The server tells a head once: what is missing up to it is asked for until it is here. */
  hear(seq) {
    this.headSeq = Math.max(this.headSeq, seq);
    if (this.headSeq > this.seq) void this.catchUp();
  }

  async catchUp() {
    if (this.isCatchingUp) return;
    this.isCatchingUp = true;
    while (this.headSeq > this.seq && !this.isDone) {
      const before = this.seq;
      const page = await this.ask('rooms.eventsSince', { roomId: this.roomId, afterSeq: before }).catch(
        () => undefined,
      );
      for (const event of page?.events ?? []) {
        if (event.seq > this.seq + 1) this.complaints.push(`a page after ${before} begins at ${event.seq}`);
        this.accept(event);
      }
      if (this.seq === before) await sleep(RETRY_MS);
    }
    this.isCatchingUp = false;
  }

  /** @throws Error when it is rejected or not answered */
  async ask(command, payload, socket = this.socket) {
    const ack = await socket.timeout(ACK_TIMEOUT_MS).emitWithAck(command, payload);
    if (ack.ok) return ack.data;
    throw Object.assign(new Error(ack.error.code), { code: ack.error.code });
  }

  async chat(random, isOver) {
    for (let number = 0; !isOver(); number++) {
      await this.deliver(`${this.name} ${number}`);
      await sleep(150 + random() * 450);
    }
  }

  /** Repeats one message until it is acknowledged, as an outbox does. */
  async deliver(text) {
    const message = { roomId: this.roomId, clientId: randomUUID(), text };
    const record = { text, sentAt: performance.now(), tries: 0, nodes: new Set(), reasons: [] };
    this.sent.push(record);
    while (record.seq === undefined) {
      await this.untilConnected();
      record.tries += 1;
      record.nodes.add(this.node.number);
      try {
        const { event } = await this.ask('chat.send', message);
        Object.assign(record, { seq: event.seq, ackedAt: performance.now() });
      } catch ({ code, message: reason }) {
        if (code !== undefined && !TEMPORARY.has(code)) this.complaints.push(`${text}: ${code}`);
        record.reasons.push(`${Math.round(performance.now() - record.sentAt)} ms: ${code ?? reason}`);
        await sleep(RETRY_MS);
      }
    }
  }

  async untilConnected() {
    while (!this.isEntered) await sleep(50);
  }

  close() {
    this.isDone = true;
    this.socket?.removeAllListeners();
    this.socket?.disconnect();
  }
}

/** Rejections that ask to try again. */
const TEMPORARY = new Set(['UNAVAILABLE', 'TIMEOUT', 'SHUTTING_DOWN', 'RATE_LIMITED']);
