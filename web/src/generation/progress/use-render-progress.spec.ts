import { describe, expect, it } from '@jest/globals';
import { useRenderProgress } from './use-render-progress.js';

const fetched = (bytes: number, takeId = 'a') => ({ roomId: 'r', takeId, bytes, of: 340 });

describe('the download of a model to the renderer', () => {
  it('[M73] is shown with its progress, and hidden when complete', () => {
    const { fetching, applyFetched } = useRenderProgress();
    applyFetched(fetched(20));
    applyFetched(fetched(120));
    expect(fetching.get('a')).toEqual({ bytes: 120, of: 340 });
    applyFetched(fetched(340));
    expect(fetching.has('a')).toBe(false);
  });

  it('[M73] is removed with its take, and others are kept', () => {
    const { fetching, applyFetched, restart, retain } = useRenderProgress();
    for (const take of ['a', 'b', 'c']) applyFetched(fetched(10, take));
    restart('a');
    expect([...fetching.keys()]).toEqual(['b', 'c']);
    retain(new Set(['c']));
    expect([...fetching.keys()]).toEqual(['c']);
  });
});

describe('[G80] steps of a take', () => {
  const step = (at: number) => ({ roomId: 'r', takeId: 'a', imageIndex: 0, images: 1, step: at, steps: 20, msLeft: 0 });

  it('never go back during an attempt, and start again with the next one', () => {
    const { progress, applyFrame, restart } = useRenderProgress();
    for (const at of [8, 7]) applyFrame(step(at));
    expect(progress.get('a')?.step).toBe(8);
    restart('a');
    expect(progress.has('a')).toBe(false);
    applyFrame(step(1));
    expect(progress.get('a')?.step).toBe(1);
  });
});
