import { randomUUID } from 'node:crypto';
import { io } from 'socket.io-client';

import { PROTOCOL_VERSION } from '../../../dist/libs/contract/index.js';
import { clientParser } from '../../../dist/libs/platform/realtime/wire-parser.js';
import { MODELS } from './soak-server.mjs';

const SCHEDULERS = ['ddim', 'euler', 'dpmpp_2m', 'unipc', 'lcm', 'euler_ancestral'];
const WORDS = ['a red fox', 'a blue (bird:1.3)', '[rain:snow:0.5] over a town', 'a cat|a dog'];

/** Expected rejections. */
const EXPECTED = new Set([
  ...[
    'GENERATION_QUEUE_FULL',
    'GENERATION_TAKE_ALREADY_ENDED',
    'GENERATION_NOT_RENDERING',
    'GENERATION_MODEL_QUARANTINED',
  ],
  ...['GENERATION_TOO_MANY_STEERS', 'GENERATION_NOT_REPEATABLE', 'GENERATION_TAKE_NOT_FOUND', 'RATE_LIMITED'],
  'GENERATION_RENDERER_UNAVAILABLE',
]);

/** A user who constantly queues, steers, stops, and cancels takes, and switches models. */
export class User {
  takes = [];
  done = {};
  rejected = {};
  surprises = [];

  static async signUp(url, name, random) {
    const user = new User(url, random);
    const { cookie } = await user.post('/api/accounts', { name, password: 'only for a soak' });
    user.cookie = cookie;
    const extraHeaders = { cookie };
    user.socket = io(url, {
      transports: ['websocket'],
      parser: clientParser,
      auth: { protocol: PROTOCOL_VERSION },
      extraHeaders,
    });
    await new Promise((resolve, reject) => user.socket.once('connect', resolve).once('connect_error', reject));
    return user;
  }

  constructor(url, random) {
    this.url = url;
    this.random = random;
  }

  async post(path, body, method = 'POST') {
    const headers = { 'content-type': 'application/json', ...(this.cookie && { cookie: this.cookie }) };
    const answer = await fetch(this.url + path, { method, headers, ...(body && { body: JSON.stringify(body) }) });
    const text = await answer.text();
    return {
      body: text ? JSON.parse(text) : null,
      cookie: answer.headers.get('set-cookie')?.split(';')[0],
      status: answer.status,
    };
  }

  async openRoom(name, visibility = 'public') {
    const { body } = await this.post('/api/rooms', { name, topic: '', visibility, language: 'en' });
    return body.id;
  }

  async enter(roomId) {
    this.roomId = roomId;
    await this.ask('rooms.open', { roomId });
    const end = (takeId) => (this.takes = this.takes.filter(({ id }) => id !== takeId));
    this.socket.on('generation.finished', ({ payload }) => {
      end(payload.take.id);
      this.last = payload.take.id;
    });
    this.socket.on('generation.failed', ({ payload }) => end(payload.takeId));
    this.socket.on('generation.cancelled', ({ payload }) => end(payload.takeId));
  }

  /** Performs one random action. */
  async act() {
    const actions = [
      ...Array(6).fill(['render', () => this.render()]),
      ...Array(3).fill([
        'steer',
        () => this.about('jam.steer', { clientId: randomUUID(), prompt: this.pick(WORDS), negative: '' }),
      ]),
      ...Array(2).fill(['cancel', () => this.about('jam.cancel')]),
      ...Array(2).fill(['stop', () => this.about('jam.stop')]),
      ['repeat', () => this.repeat()],
      ['forecast', () => this.ask('jam.estimateLoad', { model: this.pick(MODELS).id })],
    ];
    const [name, action] = this.pick(actions);
    this.done[name] = (this.done[name] ?? 0) + 1;
    await action();
  }

  async render() {
    const model = this.pick(MODELS);
    const side = model.side * (this.random() < 0.2 ? 2 : 1);
    const settings = {
      ...{ model: model.id, scheduler: this.pick(SCHEDULERS), steps: 2 + Math.floor(this.random() * 18), guidance: 5 },
      ...{ width: side, height: side, seed: Math.floor(this.random() * 2 ** 32), batch: this.random() < 0.2 ? 2 : 1 },
      ...(model.lora && this.random() < 0.3 && { loras: [{ id: model.lora, weight: this.pick([0.4, 0.8]) }] }),
    };
    const order = { roomId: this.roomId, clientId: randomUUID(), prompt: this.pick(WORDS), negative: '', settings };
    this.keep(await this.ask('jam.render', order));
  }

  async repeat() {
    if (this.last) {
      this.keep(await this.ask('jam.repeat', { roomId: this.roomId, clientId: randomUUID(), takeId: this.last }));
    }
  }

  /** The id of one of the own takes that have not ended. */
  async about(command, more = {}) {
    const take = this.takes.length > 0 ? this.pick(this.takes) : undefined;
    if (take) await this.ask(command, { roomId: this.roomId, takeId: take.id, ...more });
  }

  /** @returns undefined when it is rejected; unexpected rejections are kept */
  async ask(command, payload) {
    const ack = await this.socket.timeout(30_000).emitWithAck(command, payload);
    if (ack.ok) return ack.data;
    const { code } = ack.error;
    this.rejected[code] = (this.rejected[code] ?? 0) + 1;
    if (!EXPECTED.has(code)) this.surprises.push({ command, payload, error: ack.error });
    return undefined;
  }

  keep(reply) {
    const id = reply?.event.payload.take.id;
    if (id) this.takes.push({ id });
  }

  pick(list) {
    return list[Math.floor(this.random() * list.length)];
  }
}
