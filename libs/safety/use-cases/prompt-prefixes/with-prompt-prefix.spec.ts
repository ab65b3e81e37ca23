import { describe, expect, it } from '@jest/globals';
import type { AppliedPromptPrefix } from '@visionary/contract';
import { type PromptOrder, withPromptPrefix } from './with-prompt-prefix.js';

const PREFIXES: AppliedPromptPrefix[] = [{ scope: 'instance', prefix: 'ink', negativeSuffix: 'gore' }];
const ORDER: PromptOrder = { roomId: 'room', prompt: 'a fox', negative: '', settings: { model: 'mini' } };

class UseCase {
  readonly promptPrefixes = {
    resolve: ({ model }: { model: string }) => Promise.resolve({ promptPrefixes: model === 'off' ? [] : PREFIXES }),
  };

  @withPromptPrefix()
  run(order: PromptOrder, limit: number): Promise<{ order: PromptOrder; limit: number; self: UseCase }> {
    return Promise.resolve({ order, limit, self: this });
  }
}

describe('@withPromptPrefix()', () => {
  it('[S43] adds the prefixes and passes everything else unchanged', async () => {
    const useCase = new UseCase();
    expect(await useCase.run(ORDER, 5)).toEqual({ order: { ...ORDER, added: PREFIXES }, limit: 5, self: useCase });
    const off = { ...ORDER, settings: { model: 'off' } };
    expect((await useCase.run(off, 5)).order.added).toEqual([]);
  });

  it('[S47] keeps the prefixes of a take that is rendered again', async () => {
    const again = { ...ORDER, added: [] };
    expect((await new UseCase().run(again, 1)).order).toBe(again);
  });
});
