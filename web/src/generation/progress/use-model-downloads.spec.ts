import { describe, expect, it } from '@jest/globals';
import { useModelDownloads } from './use-model-downloads.js';

const fetched = (bytes: number, takeId = 'a') => ({ roomId: 'r', takeId, bytes, of: 340 });

describe('a model on its way to the renderer', () => {
  it('[M73] is shown with how much of it is there, and no more when all is', () => {
    const { fetching, applyFetched } = useModelDownloads();
    applyFetched(fetched(20));
    applyFetched(fetched(120));
    expect(fetching.get('a')).toEqual({ bytes: 120, of: 340 });
    applyFetched(fetched(340));
    expect(fetching.has('a')).toBe(false);
  });

  it('[M73] is forgotten with its take, and others are not', () => {
    const { fetching, applyFetched, remove, retain } = useModelDownloads();
    for (const take of ['a', 'b', 'c']) applyFetched(fetched(10, take));
    remove('a');
    expect([...fetching.keys()]).toEqual(['b', 'c']);
    retain(new Set(['c']));
    expect([...fetching.keys()]).toEqual(['c']);
  });
});
