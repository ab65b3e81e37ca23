import { describe, expect, it } from '@jest/globals';
import type { PublishedModels } from '../domain/published-models.js';
import type { Lora } from '../domain/loras.js';
import type { Model } from '../domain/model.js';
import { HubLoraCompatibility } from './hub-lora-compatibility.js';
import type { LoraCompatibilityChecker } from './lora-compatibility-checker.js';

describe('HubLoraCompatibility', () => {
  it('[G25] does not deadlock in a transaction when a read outside waits for it', async () => {
    let isInTransaction = false;
    const { promise: ended, resolve: end } = Promise.withResolvers<void>();
    const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
    const offers = {
      facts: async () => {
        begin();
        // One connection: what begins outside goes on when the transaction has ended.
        if (!isInTransaction) await ended;
        return new Map([['v1', { kind: 'model', modules: null }]]);
      },
    } as unknown as PublishedModels;
    const files = { changes: () => Promise.resolve({}) } as unknown as LoraCompatibilityChecker;
    const fits = new HubLoraCompatibility(offers, files, () => isInTransaction);
    const lora = { id: 'ink', title: 'Ink', path: '/nowhere' } as unknown as Lora;
    const model = { id: 'mini', hub: { hash: 'h', versionId: 'v1' } } as unknown as Model;
    const outside = fits.fit(lora, model);
    await begun;
    isInTransaction = true;
    expect(await fits.fit(lora, model)).toBe('notChecked');
    end();
    expect(await outside).toBe('notChecked');
  });
});
