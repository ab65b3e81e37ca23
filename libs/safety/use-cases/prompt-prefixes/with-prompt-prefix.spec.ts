import { describe, expect, it } from '@jest/globals';
import type { AppliedPromptPrefix } from '../../domain/prompt-prefixes/stored-prompt-prefix.js';
import { withPromptPrefix, type PromptOrder } from './with-prompt-prefix.js';

const HOUSE: AppliedPromptPrefix[] = [{ scope: 'instance', prefix: 'ink', negativeSuffix: 'gore' }];
const ORDER: PromptOrder = { roomId: 'room', prompt: 'a fox', negative: '', settings: { model: 'mini' } };

class Ordering {
  readonly promptStyle = {
    run: (place: { roomId: string; model: string }) => Promise.resolve({ added: place.model === 'off' ? [] : HOUSE }),
  };

  @withPromptPrefix()
  run(order: PromptOrder, limit: number): Promise<{ order: PromptOrder; limit: number; self: Ordering }> {
    return Promise.resolve({ order, limit, self: this });
  }
}

describe('@PromptPrefix()', () => {
  it('[S43] brings what the house adds beside what was typed, and everything else as it was', async () => {
    const ordering = new Ordering();
    expect(await ordering.run(ORDER, 5)).toEqual({ order: { ...ORDER, added: HOUSE }, limit: 5, self: ordering });
    const off = { ...ORDER, settings: { model: 'off' } };
    expect((await ordering.run(off, 5)).order.added).toEqual([]);
  });

  it('[S47] leaves alone what was composed before: a take that is repeated', async () => {
    const again = { ...ORDER, added: [] };
    expect((await new Ordering().run(again, 1)).order).toBe(again);
  });
});
