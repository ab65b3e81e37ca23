import { describe, expect, it } from '@jest/globals';
import type { PreviewView, RoomEventOf } from '@visionary/contract';
import { bootApp, RENDERING } from '../support/app.js';
import { waitForEvent } from '../support/wait-for-event.js';
import { render, TINY_MODELS } from '../support/jam.js';
import { connect } from '../support/live-client.js';
import { redClassifier } from '../support/red-classifier.js';
import { aRoom, opens, someone } from '../support/rooms.js';

/** Below what any image has of it. */
const ANY = 1e-9;

describe('a take that shows what is forbidden', () => {
  it('[S72] ends as refused before everybody, and no clear frame of it has reached a member or a visitor', async () => {
    const images = { areChecked: true, classifier: redClassifier(), limits: { red: { forbidden: ANY } } };
    const { url } = await bootApp({ modelsDir: TINY_MODELS, ...RENDERING, images });
    const [ann, bob, visitor] = [await someone(url), await someone(url), await connect(url)];
    const room = await aRoom(ann);
    await opens(ann, room.id);
    await opens(bob, room.id);
    await visitor.do('rooms.open', { roomId: room.id });
    await visitor.do('lobby.subscribe', {});
    const frames: PreviewView[] = [];
    const lives = [ann.live, bob.live, visitor];
    for (const live of lives) {
      for (const name of ['generation.previewFrame', 'lobby.previewFrame'] as const) {
        live.on(name, (preview: PreviewView) => void (preview.frame && frames.push(preview)));
      }
    }
    // The first one may end before the judge has started; the second is looked at while it renders.
    for (const steps of [8, 150]) {
      const ends = lives.map((live) => waitForEvent<RoomEventOf<'generation.failed'>>(live, 'generation.failed'));
      const take = await render(ann.live, room.id, { settings: { steps } });
      for (const { payload } of await Promise.all(ends)) {
        expect(payload).toMatchObject({ takeId: take.id, code: 'SAFETY_IMAGE_REJECTED' });
      }
    }
    expect(frames.length).toBeGreaterThan(0);
    expect(frames.filter(({ frame }) => frame?.blurred !== 'unchecked')).toEqual([]);
  });
});
