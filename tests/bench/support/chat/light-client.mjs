import { decode, encode } from '@msgpack/msgpack';
import WebSocket from 'ws';

import { PROTOCOL_VERSION } from '../../../../dist/libs/contract/index.js';

const PING = '2'.charCodeAt(0);
const HELLO = '0'.charCodeAt(0);
/** Where a frame of Visionary's says its kind, and where the name of its event begins: { type, nsp: '/', data: [name … */
const KIND_AT = 6;
const NAME_AT = 19;
const ACK = 3;
const SEQ = Buffer.from('\xa3seq', 'latin1');

/** A whole number of MessagePack. */
function wholeAt(frame, at) {
  const head = frame[at];
  if (head < 0x80) return head;
  if (head === 0xcc) return frame[at + 1];
  return head === 0xcd ? frame.readUInt16BE(at + 1) : frame.readUInt32BE(at + 1);
}

/**
 * A minimal client socket: a thousand of them fit on the machine of the server. Of events
 * it reads only the seq, of acknowledgements everything.
 */
export class LightClient {
  /** Bytes of all frames so far. */
  bytes = 0;
  /** Received messages, and whether one was duplicate, early, or missing. */
  received = 0;
  faults = 0;
  lastSeq;
  onMessage;
  #waiting = new Map();
  #nextId = 0;

  /** @param kind 'visionary', 'bare' (Socket.IO with its own parser) or 'framed' (no more than a WebSocket) */
  static open({ kind, port, cookie }) {
    const client = new LightClient();
    return new Promise((resolve, reject) => {
      const path = kind === 'framed' ? '' : 'socket.io/?EIO=4&transport=websocket';
      const line = new WebSocket(`ws://127.0.0.1:${port}/${path}`, {
        ...{ perMessageDeflate: false, skipUTF8Validation: true },
        ...(cookie && { headers: { cookie } }),
      });
      client.line = line;
      line.once('error', reject);
      if (kind === 'framed') line.once('open', () => resolve(client));
      const read = client[`read_${kind}`].bind(client);
      line.on('message', (frame, isBinary) => read(frame, isBinary, resolve, reject));
    });
  }

  /** @returns the data and the size in bytes of the acknowledgement. @throws Error when it is rejected */
  ask(command, payload) {
    const id = this.#nextId++;
    this.line.send(encode({ type: 2, nsp: '/', data: [command, payload], id }));
    return this.#answer(id, command);
  }

  async askBare(event, payload) {
    const id = this.#nextId++;
    this.line.send(`42${id}${JSON.stringify([event, payload])}`);
    return this.#answer(id, event);
  }

  close() {
    const closed = new Promise((resolve) => this.line.once('close', resolve));
    this.line.terminate();
    return closed;
  }

  #answer(id, what) {
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, (ack, bytes) => {
        this.#waiting.delete(id);
        if (ack.ok) resolve({ data: ack.data, bytes });
        else reject(new Error(`${what}: ${JSON.stringify(ack.error)}`));
      });
    });
  }

  read_visionary(frame, isBinary, resolve, reject) {
    if (!isBinary) {
      if (frame[0] === HELLO) this.line.send(encode({ type: 0, nsp: '/', data: { protocol: PROTOCOL_VERSION } }));
      if (frame[0] === PING) this.line.send('3');
      return;
    }
    this.bytes += frame.length;
    const kind = frame[KIND_AT];
    if (kind === ACK) {
      const { id, data } = decode(frame);
      this.#waiting.get(id)?.(data[0], frame.length);
    } else if (kind === 0) resolve(this);
    else if (kind === 4) reject(new Error(JSON.stringify(decode(frame).data)));
    else if (frame.toString('latin1', NAME_AT + 1, NAME_AT + 10) === 'chat.sent') {
      this.#message(wholeAt(frame, frame.indexOf(SEQ, NAME_AT) + SEQ.length));
    }
  }

  read_bare(frame, _isBinary, resolve) {
    if (frame[0] === HELLO) return this.line.send('40');
    if (frame[0] === PING) return this.line.send('3');
    this.bytes += frame.length;
    const text = frame.toString('latin1', 0, 400);
    if (text.startsWith('40')) return resolve(this);
    if (text.startsWith('43')) {
      const id = Number.parseInt(text.slice(2), 10);
      return this.#waiting.get(id)?.(JSON.parse(frame.toString().slice(2 + String(id).length))[0], frame.length);
    }
    return this.#message(Number.parseInt(text.slice(text.indexOf('"seq":') + 6), 10));
  }

  read_framed(frame) {
    this.bytes += frame.length;
    this.#message(wholeAt(frame, frame.indexOf(SEQ, NAME_AT) + SEQ.length));
  }

  #message(seq) {
    if (this.lastSeq !== undefined && seq !== this.lastSeq + 1) this.faults += 1;
    this.lastSeq = seq;
    this.received += 1;
    this.onMessage?.(seq);
  }
}
