import { describe, expect, it } from '@jest/globals';
import { shallowRef } from 'vue';
import { useSeek } from './use-seek.js';

function setUp() {
  const shown: (number | null)[] = [];
  const loaded = Promise.withResolvers<void>();
  const playback = {
    ...{ shown: shallowRef(null), isPlaying: shallowRef(false), play: () => Promise.resolve() },
    seek: async (step: number) => {
      await loaded.promise;
      shown.push(step);
    },
    end: () => void shown.push(null),
  };
  return { shown, loaded, ...useSeek(playback) };
}

describe('dragging the step bar while its steps load', () => {
  it('[G103] shows the step where the handle is when they are there', async () => {
    const { shown, loaded, wanted, seek } = setUp();
    const first = seek(3);
    for (const step of [4, 5, 7]) void seek(step);
    expect([wanted.value, shown]).toEqual([7, []]);
    loaded.resolve();
    await first;
    expect(shown.at(-1)).toBe(7);
    expect(wanted.value).toBeNull();
    await seek(2);
    expect(shown.at(-1)).toBe(2);
  });

  it('[G103] shows the image if it was ended meanwhile', async () => {
    const { shown, loaded, wanted, seek, end } = setUp();
    const first = seek(3);
    end();
    loaded.resolve();
    await first;
    expect(shown.at(-1)).toBeNull();
    expect(wanted.value).toBeNull();
  });
});
