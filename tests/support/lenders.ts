import { readLenderConfig } from '@visionary/platform/config';
import type { LentRendererToken } from '@visionary/contract';
import { expect } from '@jest/globals';
import { WebSocket } from 'ws';
import { decodeInstanceMessage, encodeMessage } from '../../libs/generation/api/lent/lender-messages.js';
import {
  type InstanceMessage,
  type LenderMessage,
  LENDING_PATH,
  LENDING_PROTOCOL,
} from '../../libs/generation/domain/lending-protocol.js';
import { type LenderEvent, startLender, type StartedLender } from '../../libs/generation/lender.js';
import { onCleanup } from './cleanup.js';
import { eventually } from './eventually.js';
import { freshFolder } from './services.js';
import type { SignedUp } from './users.js';

/** A lent renderer of this user, and its token. */
export async function createLentRenderer({ client }: SignedUp, name = 'Gaming PC'): Promise<LentRendererToken> {
  const { status, body } = await client.post<LentRendererToken>('/api/me/lent-renderers', { name });
  expect({ status, body }).toMatchObject({ status: 201 });
  return body;
}

export interface RunningLender extends StartedLender {
  readonly events: readonly LenderEvent[];
  /** Waits for an event. */
  seen<T extends LenderEvent['type']>(type: T): Promise<Extract<LenderEvent, { type: T }>>;
}

/** The program of a lender, as `visionary lend` runs it, on a machine without models. */
export function lend(url: string, token: string, dataDir = freshFolder(), providers?: string[]): RunningLender {
  const events: LenderEvent[] = [];
  const variables = {
    DATA_DIR: dataDir,
    MODELS_DIR: freshFolder(),
    ...(providers && { RENDERER_PROVIDER: providers.join(',') }),
  };
  const config = { ...readLenderConfig(variables), rendererThreads: 1 };
  const address = { url: new URL(url), token, version: 'test' };
  const lender = startLender(config, address, (event) => void events.push(event));
  let stopped: Promise<void> | undefined;
  const stop = () => (stopped ??= lender.stop());
  onCleanup(stop);
  return {
    ...lender,
    stop,
    events,
    seen: async <T extends LenderEvent['type']>(type: T) => {
      const find = () => events.find((event) => event.type === type);
      await eventually(`${type}`, () => find() !== undefined);
      return find() as Extract<LenderEvent, { type: T }>;
    },
  };
}

/** A program that sends what a test makes it send. */
export class FakeLender {
  readonly received: InstanceMessage[] = [];
  private readonly socket: WebSocket;

  private constructor(url: string, token: string) {
    this.socket = new WebSocket(new URL(LENDING_PATH, url.replace('http', 'ws')));
    this.socket.on('open', () =>
      this.socket.send(encodeMessage({ type: 'hello', protocol: LENDING_PROTOCOL, token, version: 'test' })),
    );
    this.socket.on('message', (data) => this.received.push(decodeInstanceMessage(data as Buffer)));
    this.socket.on('error', () => undefined);
    onCleanup(() => this.socket.terminate());
  }

  /** Connects, and waits for takes. */
  static async ready(url: string, token: string): Promise<FakeLender> {
    const lender = new FakeLender(url, token);
    await lender.next('welcome');
    lender.send({ type: 'state', state: 'ready', restarts: 0, loaded: [] });
    return lender;
  }

  send(message: LenderMessage): void {
    this.socket.send(encodeMessage(message));
  }

  /** Bytes that are no message. */
  sendBytes(bytes: Uint8Array): void {
    this.socket.send(bytes);
  }

  /** Sends an image as one chunk. */
  sendImage(takeId: string, imageIndex: number, png: Uint8Array): void {
    this.send({ type: 'image', takeId, imageIndex, of: png.length, bytes: png });
  }

  close(): void {
    this.socket.close();
  }

  async next<T extends InstanceMessage['type']>(type: T): Promise<Extract<InstanceMessage, { type: T }>> {
    const find = () => this.received.findIndex((message) => message.type === type);
    await eventually(`the instance sends ${type}`, () => find() >= 0);
    return this.received.splice(find(), 1)[0] as Extract<InstanceMessage, { type: T }>;
  }
}
