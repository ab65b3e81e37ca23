import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { effectScope, nextTick, shallowRef } from 'vue';
import { useTileClip } from './use-tile-clip.js';

describe('[F99] the clip of a card', () => {
  const scope = effectScope();
  const address = shallowRef<string | undefined>('/clip');
  const enter = (pointerType: string) => ({ pointerType }) as PointerEvent;
  const create = () => scope.run(() => useTileClip(() => address.value))!;
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => {
    jest.useRealTimers();
    address.value = '/clip';
  });

  it('plays while the mouse stays on the card, and not when it only passes', () => {
    const { playing, listeners } = create();
    listeners.pointerenter(enter('mouse'));
    listeners.pointerleave();
    jest.runAllTimers();
    expect(playing.value).toBeUndefined();
    listeners.pointerenter(enter('mouse'));
    expect(playing.value).toBeUndefined();
    jest.runAllTimers();
    expect(playing.value).toBe('/clip');
    listeners.pointerleave();
    expect(playing.value).toBeUndefined();
  });

  it('plays on press alone on a touch screen, until the next press or the image is covered', async () => {
    const { playing, listeners, toggle } = create();
    listeners.pointerenter(enter('touch'));
    jest.runAllTimers();
    expect(playing.value).toBeUndefined();
    toggle();
    expect(playing.value).toBe('/clip');
    toggle();
    expect(playing.value).toBeUndefined();
    toggle();
    address.value = undefined;
    await nextTick();
    expect(playing.value).toBeUndefined();
    address.value = '/clip';
    expect(playing.value).toBeUndefined();
  });
});
