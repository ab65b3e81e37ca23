import { describe, expect, it } from '@jest/globals';
import type { FrameView } from '@visionary/contract';
import { bootApp, RENDERING } from '../support/app.js';
import { render, TINY_MODELS } from '../support/jam.js';
import { connect } from '../support/live-client.js';
import { redClassifier } from '../support/red-classifier.js';
import { createRoom, openRoom, connectUser } from '../support/rooms.js';

/** Every image exceeds it. */
const LOWEST_THRESHOLD = 1e-9;

describe('take with a forbidden image', () => {
  it('[S72] fails, and no unblurred frame reaches a member or visitor', async () => {
    const images = {
      areChecked: true,
      classifiers: [redClassifier()],
      thresholds: { red: { forbidden: LOWEST_THRESHOLD } },
    };
    const { url } = await bootApp({ modelsDir: TINY_MODELS, ...RENDERING, images });
    const [ann, bob, visitor] = [await connectUser(url), await connectUser(url), await connect(url)];
    const room = await createRoom(ann);
    await openRoom(ann, room.id);
    await openRoom(bob, room.id);
    await visitor.do('rooms.open', { roomId: room.id });
    await visitor.do('lobby.subscribe', {});
    const frames: FrameView[] = [];
    const lives = [ann.live, bob.live, visitor];
    for (const live of lives) {
      for (const name of ['generation.frame', 'lobby.frame'] as const) {
        live.on(name, (frame: FrameView) => void (frame.frame && frames.push(frame)));
      }
    }
    // The first take may end before the image checker has started. The second one is checked while it renders.
    for (const steps of [8, 150]) {
      const ends = lives.map((live) => live.next('generation.failed'));
      const take = await render(ann.live, room.id, { settings: { steps } });
      for (const { payload } of await Promise.all(ends)) {
        expect(payload).toMatchObject({ takeId: take.id, code: 'SAFETY_IMAGE_REJECTED' });
      }
    }
    expect(frames.length).toBeGreaterThan(0);
    expect(frames.filter(({ frame }) => frame?.blurred !== 'unchecked')).toEqual([]);
  });
});
