import { randomUUID } from 'node:crypto';
import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { AuditPage, FrameView, ModelList, TrustedModelList } from '@visionary/contract';
import type { z } from 'zod';
import { vectorPath } from '../golden/vectors.js';
import { appoint } from '../support/admins.js';
import { bootApp, RENDERING, type RunningApp } from '../support/app.js';
import { render, renderTake, type TakeOptions, TINY, TINY_MODELS } from '../support/jam.js';
import { connect } from '../support/live-client.js';
import { redClassifier } from '../support/red-classifier.js';
import { type ConnectedUser, createRoom, openRoom, connectUser } from '../support/rooms.js';
import { freshFolder } from '../support/services.js';

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

describe('a take of a trusted model that is stopped', () => {
  it('[S168] in its first steps is not judged by what shows nothing yet, later it is', async () => {
    const images = {
      areChecked: true,
      classifiers: [redClassifier()],
      thresholds: { red: { forbidden: LOWEST_THRESHOLD } },
    };
    const server = await bootApp({ modelsDir: TINY_MODELS, ...RENDERING, images });
    const [ann, mod] = [await connectUser(server.url), await connectUser(server.url)];
    await appoint(server, mod.me.name, 'moderator');
    await mod.client.send('PUT', `/api/safety/trusted-models/model/${TINY.model}`, undefined);
    const { id: roomId } = await createRoom(ann);
    await openRoom(ann, roomId);
    await ann.live.do('jam.setPace', { roomId, clientId: randomUUID(), seconds: 8 });
    const stopAt = async (share: number) => {
      const steps = 100;
      const reached = ann.live.next('generation.frame', ({ step }) => step >= share * steps);
      const ends = Promise.race([ann.live.next('generation.finished'), ann.live.next('generation.failed')]);
      const take = await render(ann.live, roomId, { settings: { steps } });
      await reached;
      await ann.live.do('jam.stop', { roomId, takeId: take.id });
      return await ends;
    };
    expect(await stopAt(0.05)).toMatchObject({ payload: { take: { stoppedAt: { step: expect.any(Number) } } } });
    expect(await stopAt(0.35)).toMatchObject({ payload: { code: 'SAFETY_IMAGE_REJECTED' } });
  });
});

describe('a take of a trusted model', () => {
  const STEPS = 80;
  const MODEL = `/api/safety/trusted-models/model/${TINY.model}`;
  const BRUSH = '/api/safety/trusted-models/lora/brush';
  let server: RunningApp;
  let modelsDir: string;
  let ann: ConnectedUser;
  let mod: ConnectedUser;
  let roomId: string;
  const frames: FrameView[] = [];

  beforeAll(async () => {
    modelsDir = freshFolder();
    cpSync(resolve(TINY_MODELS, TINY.model), join(modelsDir, TINY.model), { recursive: true });
    mkdirSync(join(modelsDir, 'loras'));
    cpSync(vectorPath('lora/lora_kohya.safetensors'), join(modelsDir, 'loras', 'brush.safetensors'));
    // What a file says about itself is not believed.
    const claim = JSON.stringify({ drawsNothingForbidden: true });
    writeFileSync(join(modelsDir, TINY.model, 'visionary.json'), claim);
    writeFileSync(join(modelsDir, 'loras', 'brush.json'), claim);
    symlinkSync(resolve('models/visionary-mini'), join(modelsDir, 'visionary-mini'));
    const images = { areChecked: true, classifiers: [redClassifier()], thresholds: {} };
    server = await bootApp({ modelsDir, ...RENDERING, images });
    [ann, mod] = [await connectUser(server.url), await connectUser(server.url)];
    await appoint(server, mod.me.name, 'moderator');
    roomId = (await createRoom(ann)).id;
    await openRoom(ann, roomId);
    ann.live.on('generation.frame', (frame: FrameView) => void (frame.frame && frames.push(frame)));
  }, 60_000);

  /** Whether all frames of a new take are clear, also those before the first check. Some frames may be dropped. */
  const isOpen = async (settings: TakeOptions['settings'] = {}): Promise<boolean> => {
    frames.length = 0;
    await renderTake(ann.live, roomId, { settings: { steps: STEPS, ...settings } });
    expect(frames.length).toBeGreaterThan(0);
    return frames.every(({ frame }) => frame?.blurred === undefined) && frames[0]!.step < 0.3 * STEPS;
  };
  const trusted = async () => (await mod.client.get<TrustedModelList>('/api/safety/trusted-models')).body.trusted;
  const marked = async () =>
    (await ann.client.get<z.infer<typeof ModelList>>('/api/models')).body.models.flatMap(({ id, isTrusted }) =>
      isTrusted ? id : [],
    );

  it('[S168] is the model that ships with the server, by its bytes, and no other that claims it', async () => {
    expect(await trusted()).toEqual([{ kind: 'model', id: 'visionary-mini', isShipped: true }]);
    expect(await marked()).toEqual(['visionary-mini']);
    expect(await isOpen()).toBe(false);
  });

  it('[S169] only moderators vouch for a model', async () => {
    for (const method of ['GET', 'PUT', 'DELETE']) {
      const path = method === 'GET' ? '/api/safety/trusted-models' : MODEL;
      expect(await ann.client.send(method, path, undefined)).toMatchObject({
        status: 403,
        body: { code: 'FORBIDDEN' },
      });
    }
    expect((await mod.client.send('PUT', '/api/safety/trusted-models/model/nothing', undefined)).status).toBe(404);
    expect((await mod.client.send('PUT', '/api/safety/trusted-models/room/nothing', undefined)).status).toBe(404);
  });

  it('[S168] streams clear from step 1, until an addition that nobody vouches for joins it', async () => {
    expect((await mod.client.send('PUT', MODEL, undefined)).status).toBe(204);
    expect(await marked()).toContain(TINY.model);
    expect(await isOpen()).toBe(true);
    const withBrush = { loras: [{ id: 'brush', weight: 1 }] };
    expect(await isOpen(withBrush)).toBe(false);
    expect((await mod.client.send('PUT', BRUSH, undefined)).status).toBe(204);
    expect(await isOpen(withBrush)).toBe(true);
  });

  it('[S169] trust ends when a moderator withdraws it and when the files change, and the audit log has both', async () => {
    expect((await mod.client.delete(BRUSH)).status).toBe(204);
    expect((await mod.client.delete(BRUSH)).status).toBe(404);
    writeFileSync(join(modelsDir, TINY.model, 'scheduler', 'note.txt'), 'another file');
    expect((await trusted()).map(({ id }) => id)).toEqual(['visionary-mini']);
    const { body } = await mod.client.get<AuditPage>('/api/safety/audit');
    expect(body.entries.map(({ action, by, detail }) => [action, by?.id, detail['model'], detail['outcome']])).toEqual([
      ['model.untrusted', undefined, TINY.model, 'filesChanged'],
      ['model.untrusted', mod.me.id, 'brush', undefined],
      ['model.trusted', mod.me.id, 'brush', undefined],
      ['model.trusted', mod.me.id, TINY.model, undefined],
    ]);
  });
});
