import { describe, expect, it } from '@jest/globals';
import { Pacing } from './pacing.js';

/** Far longer than a test may take: only what ends it lets a test pass. */
const LONG_MS = 3_600_000;

describe('[G108] a pause between two steps', () => {
  it.each([
    ['a command that waits for the next step', (pacing: Pacing, urge: () => void) => (urge(), pacing.wake())],
    ['full speed', (pacing: Pacing) => pacing.setStepMs(0)],
  ])('is ended at once by %s', async (_what, end) => {
    let isUrgent = false;
    const pacing = new Pacing(() => isUrgent);
    pacing.setStepMs(LONG_MS);
    const pause = pacing.pause(5);
    end(pacing, () => (isUrgent = true));
    await pause;
    expect(pacing.pausedMs).toBeGreaterThan(0);
  });

  it('goes on after a change of the pace, and is none for a step that took longer', async () => {
    const pacing = new Pacing(() => false);
    pacing.setStepMs(LONG_MS);
    await pacing.pause(LONG_MS + 1);
    let hasEnded = false;
    const pause = pacing.pause(0).then(() => (hasEnded = true));
    pacing.setStepMs(LONG_MS / 2);
    await new Promise((resolve) => setImmediate(resolve));
    expect(hasEnded).toBe(false);
    pacing.setStepMs(0);
    await pause;
  });
});
