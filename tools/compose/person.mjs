import { randomUUID } from 'node:crypto';
import { io } from 'socket.io-client';

const REQUEST_TIMEOUT_MS = 10_000;
const RECONNECT_MS = 250;
const RENDER_TIMEOUT_MS = 120_000;

/** A user of the containers, with a session and a socket, as a page has them. */
export class Person {
  static async signUp(url, name) {
    const { PROTOCOL_VERSION } = await import('../../dist/libs/contract/index.js');
    const { clientParser } = await import('../../dist/libs/platform/realtime/wire-parser.js');
    const person = new Person(url);
    await person.request('POST', '/api/accounts', { name, password: 'only for a check' });
    person.socket = io(url, {
      transports: ['websocket'],
      parser: clientParser,
      auth: { protocol: PROTOCOL_VERSION },
      extraHeaders: { cookie: person.cookie },
    });
    person.connected = new Promise((resolve, reject) => {
      person.socket.once('connect', resolve).once('connect_error', reject);
    });
    await person.connected;
    // As pages do, also when the server ended the connection.
    person.socket.on('disconnect', () => setTimeout(() => person.socket.connect(), RECONNECT_MS));
    return person;
  }

  constructor(url) {
    this.url = url;
  }

  async request(method, path, body) {
    const headers = { 'content-type': 'application/json', ...(this.cookie && { cookie: this.cookie }) };
    const options = { method, headers, signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS) };
    const answer = await fetch(this.url + path, { ...options, ...(body && { body: JSON.stringify(body) }) });
    this.cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? this.cookie;
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text.slice(0, 200)}`);
    return text && answer.headers.get('content-type')?.includes('json') ? JSON.parse(text) : text;
  }

  /** @throws Error if the command is rejected */
  async ask(command, payload) {
    const ack = await this.socket.timeout(REQUEST_TIMEOUT_MS).emitWithAck(command, payload);
    if (!ack.ok) throw new Error(`${command}: ${JSON.stringify(ack.error)}`);
    return ack.data;
  }

  async openRoom(name) {
    const room = { name, topic: '', visibility: 'public', language: 'en' };
    const { id } = await this.request('POST', '/api/rooms', room);
    await this.ask('rooms.open', { roomId: id });
    return id;
  }

  send(roomId, text, clientId = randomUUID()) {
    return this.ask('chat.send', { roomId, clientId, text });
  }

  /** Renders, and waits for the end. @returns the take */
  async render(roomId, prompt) {
    const ended = new Promise((resolve, reject) => {
      setTimeout(() => reject(new Error('The take did not end')), RENDER_TIMEOUT_MS).unref();
      this.socket.once('generation.finished', ({ payload }) => resolve(payload.take));
      this.socket.once('generation.failed', ({ payload }) =>
        reject(new Error(`The take failed: ${JSON.stringify(payload)}`)),
      );
    });
    ended.catch(() => undefined);
    const { models } = await this.request('GET', '/api/models');
    const [{ id: model, recommended }] = models;
    const settings = { ...recommended, model, seed: 7, batch: 1, steps: 4 };
    await this.ask('jam.render', { roomId, clientId: randomUUID(), prompt, negative: '', settings });
    return ended;
  }

  close() {
    this.socket.removeAllListeners().close();
  }
}
