import { beforeAll, describe, expect, it } from '@jest/globals';
import type { RoomView } from '@visionary/contract';
import { bootApp, type RunningApp } from '../support/app.js';
import { createLentRenderer, lend, type RunningLender } from '../support/lenders.js';
import { renderTake, TINY_MODELS } from '../support/jam.js';
import { connectUser, type ConnectedUser, createRoom, openRoom } from '../support/rooms.js';

describe('a lent renderer', () => {
  let server: RunningApp;
  let mira: ConnectedUser;
  let room: RoomView;
  let lender: RunningLender;

  beforeAll(async () => {
    server = await bootApp({ modelsDir: TINY_MODELS, lending: 'open' });
    mira = await connectUser(server.url, 'Mira');
    room = await createRoom(mira);
    await openRoom(mira, room.id);
    const { token } = await createLentRenderer(mira);
    lender = lend(server.url, token);
    await lender.seen('connected');
  });

  it('[L10] renders a take of a model that only the instance has', async () => {
    const take = await renderTake(mira.live, room.id);
    expect(take.images).toHaveLength(1);
    expect(lender.events.map(({ type }) => type)).toEqual(['connected', 'started', 'ended']);
  });
});
