import { describe, expect, it } from '@jest/globals';
import type { SteerView } from '@visionary/contract';
import { visibleSteers } from './visible-steers.js';

const steer = (image: number, step: number, prompt: string): SteerView => ({
  ...{ by: { id: 'bo', name: 'Bo' }, prompt, negative: '', image, step, at: image * 1000 + step },
});
const text = (steers: readonly SteerView[]) => steers.map(({ prompt }) => prompt);

describe('the marks of a step bar', () => {
  const steers = [steer(0, 30, 'an owl'), steer(1, 10, 'a whale'), steer(1, 20, 'a whale at night')];

  it('are those of the rendering image, including steers of earlier images that still apply', () => {
    expect(text(visibleSteers({}, steers, 0))).toEqual(['an owl']);
    expect(text(visibleSteers({}, steers.slice(0, 1), 1))).toEqual(['an owl']);
    expect(text(visibleSteers({}, steers, 2))).toEqual(['a whale', 'a whale at night']);
  });

  it('are all steers in step order when the take has ended', () => {
    expect(text(visibleSteers({}, steers, null))).toEqual(['a whale', 'a whale at night', 'an owl']);
  });

  it('omit steers after the step at which the take was stopped', () => {
    const stoppedAt = { by: { id: 'ana', name: 'Ana' }, image: 1, step: 12 };
    expect(text(visibleSteers({ stoppedAt }, steers, null))).toEqual(['a whale', 'an owl']);
  });
});
