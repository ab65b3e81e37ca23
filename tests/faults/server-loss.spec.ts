import { describe, expect, it } from '@jest/globals';
import type { TakeView } from '@visionary/contract';
import { takeFinished, DocumentClient, nextFrame, startLongTake, render, TINY_MODELS } from '../support/jam.js';
import { connect, type LiveClient } from '../support/live-client.js';
import { isAlive, type Node, startNode } from '../support/nodes.js';
import { createRoom, connectUser } from '../support/rooms.js';
import { freshFolder } from '../support/services.js';

/** Long enough that the take still renders when a busy machine reports it. */
const [STEPS, IMAGES] = [150, 3];

const settings = () => ({ MODELS_DIR: TINY_MODELS, DATA_DIR: freshFolder() });

/** The ended take, as the room shows it. */
const endedTake = async (live: LiveClient, roomId: string, takeId: string): Promise<TakeView | undefined> => {
  const end = takeFinished(live, ({ id }) => id === takeId);
  end.catch(() => undefined);
  const { state } = await live.do('rooms.open', { roomId });
  const take = state.kind === 'fresh' ? state.takes.find(({ id }) => id === takeId) : undefined;
  return take?.status === 'finished' ? take : end;
};

const startSession = async (node: Node) => {
  const ann = await connectUser(node.url);
  const room = await createRoom(ann);
  return { ann, room, page: await DocumentClient.in(room.id, ann.live) };
};

describe('a server that stops while a take renders', () => {
  it('[G7] requeues the take on SIGTERM, and finishes it after a restart', async () => {
    const env = settings();
    const first = await startNode(env);
    const { ann, room } = await startSession(first);
    const take = await startLongTake(ann.live, room.id, STEPS, IMAGES);
    const [renderer] = first.renderers();
    const event = ann.live.next('session.ended');
    expect(await first.end('SIGTERM')).toBe(0);
    expect(await event).toMatchObject({ reconnect: true });
    expect(isAlive(renderer ?? 0)).toBe(false);
    const second = await startNode(env);
    const live = await connect(second.url, ann.client.cookieHeader);
    expect(await endedTake(live, room.id, take.id)).toMatchObject({ number: 1, status: 'finished' });
    expect(await second.end('SIGTERM')).toBe(0);
  });

  it('[G7] leaves no renderer behind on SIGKILL, and finishes the take at once after a restart', async () => {
    const env = { ...settings(), RENDERER_LEASE_SECONDS: '3600' };
    const first = await startNode(env);
    const { ann, room } = await startSession(first);
    const take = await startLongTake(ann.live, room.id, STEPS, IMAGES);
    const renderers = first.renderers();
    expect(renderers).toHaveLength(1);
    await first.end('SIGKILL');
    const second = await startNode(env);
    const live = await connect(second.url, ann.client.cookieHeader);
    expect(await endedTake(live, room.id, take.id)).toMatchObject({ status: 'finished' });
    expect(renderers.filter(isAlive)).toEqual([]);
  });

  it('[G28] finishes a take whose server was killed twice', async () => {
    const env = settings();
    const first = await startNode(env);
    const { ann, room } = await startSession(first);
    const take = await startLongTake(ann.live, room.id, STEPS, IMAGES);
    await first.end('SIGKILL');
    const second = await startNode(env);
    const again = await connect(second.url, ann.client.cookieHeader);
    const renders = nextFrame(again, ({ takeId }) => takeId === take.id);
    await again.do('rooms.open', { roomId: room.id });
    await renders;
    await second.end('SIGKILL');
    const third = await startNode(env);
    const live = await connect(third.url, ann.client.cookieHeader);
    expect(await endedTake(live, room.id, take.id)).toMatchObject({ status: 'finished' });
  });

  it('[J2] keeps text that was typed more than 600 ms before SIGKILL', async () => {
    const env = settings();
    const first = await startNode(env);
    const { ann, room, page } = await startSession(first);
    for (const letter of 'a red fox in the snow') page.type(letter);
    await Promise.all(page.sent);
    await render(ann.live, room.id, { prompt: page.text });
    page.type(' at night');
    await Promise.all(page.sent);
    // The guarantee is a time span, so the test waits; a busy machine may take three times as long.
    await new Promise((resolve) => setTimeout(resolve, 1_800));
    await first.end('SIGKILL');
    const second = await startNode(env);
    const live = await connect(second.url, ann.client.cookieHeader);
    expect((await DocumentClient.in(room.id, live)).text).toBe('a red fox in the snow at night');
  });
});
