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
    const { fetching, applyFetched, reset, retain } = useRenderProgress();
    for (const take of ['a', 'b', 'c']) applyFetched(fetched(10, take));
    reset('a');
    expect([...fetching.keys()]).toEqual(['b', 'c']);
    retain(new Set(['c']));
    expect([...fetching.keys()]).toEqual(['c']);
  });
});
