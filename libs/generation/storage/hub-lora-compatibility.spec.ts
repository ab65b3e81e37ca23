import { describe, expect, it } from '@jest/globals';
import type { PublishedModels } from '../domain/published-models.js';
import type { Lora } from '../domain/loras.js';
import type { Model } from '../domain/model.js';
import { HubLoraCompatibility } from './hub-lora-compatibility.js';
import type { LoraCompatibilityChecker } from './lora-compatibility-checker.js';

describe('HubLoraCompatibility', () => {
  it('[G25] does not deadlock in a transaction when a read outside waits for it', async () => {
    let isInTransaction = false;
    const { promise: transactionEnded, resolve: end } = Promise.withResolvers<void>();
    const { promise: readBegan, resolve: begin } = Promise.withResolvers<void>();
    const publishedModels = {
      metadata: async () => {
        begin();
        // One connection: a read outside the transaction waits until the transaction ends.
        if (!isInTransaction) await transactionEnded;
        return new Map([['v1', { kind: 'model', modules: null }]]);
      },
    } as unknown as PublishedModels;
    const checker = { changes: () => Promise.resolve({}) } as unknown as LoraCompatibilityChecker;
    const compatibility = new HubLoraCompatibility(publishedModels, checker, () => isInTransaction);
    const lora = { id: 'ink', title: 'Ink', path: '/nowhere' } as unknown as Lora;
    const model = { id: 'mini', hub: { hash: 'h', versionId: 'v1' } } as unknown as Model;
    const resultOutside = compatibility.check(lora, model);
    await readBegan;
    isInTransaction = true;
    expect(await compatibility.check(lora, model)).toBe('notChecked');
    end();
    expect(await resultOutside).toBe('notChecked');
  });
});
