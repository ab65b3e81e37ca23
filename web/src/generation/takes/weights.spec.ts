import { describe, expect, it } from '@jest/globals';
import type { TakeView } from '@visionary/contract';
import { extremeWeights, failedTakeText, weightText } from './weights.js';

const titleOf = (id: string) => `Title of ${id}`;
const take = (prompt: string, ...weights: number[]) =>
  ({
    ...{ prompt, negative: '(blurry:1.4)' },
    settings: { loras: weights.map((weight) => ({ id: 'ink', weight })) },
  }) as unknown as TakeView;

describe('[G81] weights of a take', () => {
  it('are named when they are far from 1', () => {
    expect(extremeWeights(take('a (fox:1e9) in (snow:1.2), <lora:wet:-3>', 4, 0.8), titleOf)).toEqual([
      ...['Title of ink × 4', '1e9', '-3'],
    ]);
    expect(extremeWeights(take('a (fox:1.2) at 12:30 (noon)', -1), titleOf)).toEqual([]);
    expect(weightText(-0.5)).toBe('−0.5');
  });

  it('are part of the advice for an oversaturated image, and not of other failures', () => {
    const saturated = { code: 'RENDER_SATURATED', detail: '' } as const;
    const lost = { code: 'RENDERER_LOST', detail: '' } as const;
    // Without messages, texts are their keys.
    expect(failedTakeText(saturated, take('a fox', 4), titleOf)).toBe('app.twoSentences');
    expect(failedTakeText(saturated, take('a fox'), titleOf)).toBe('failures.RENDER_SATURATED');
    expect(failedTakeText(lost, take('a fox', 4), titleOf)).toBe('failures.RENDERER_LOST');
  });
});
