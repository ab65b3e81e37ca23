import { readLenderConfig } from '@visionary/platform/config';
import type { LentRendererToken } from '@visionary/contract';
import { expect } from '@jest/globals';
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
export function lend(url: string, token: string, dataDir = freshFolder()): RunningLender {
  const events: LenderEvent[] = [];
  const config = { ...readLenderConfig({ DATA_DIR: dataDir, MODELS_DIR: freshFolder() }), rendererThreads: 1 };
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
