import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  COMMAND_NAMES,
  type CommandName,
  COMMANDS,
  type CommandPayload,
  type RoomEventOf,
  type RoomView,
} from '@visionary/contract';
import { bootApp, type RunningApp } from '../support/app.js';
import { HttpClient } from '../support/http-client.js';
import { connect, type LiveClient } from '../support/live-client.js';
import { aRoom, letIn, says, someone } from '../support/rooms.js';

type Place = { readonly roomId: string; readonly messageId: string };

/** Payloads that would do something if the right were there. A new command must be added here to compile. */
const PAYLOADS: { [C in CommandName]: (place: Place) => CommandPayload<C> } = {
  'lobby.watch': () => ({}),
  'lobby.leave': () => ({}),
  'rooms.open': ({ roomId }) => ({ roomId }),
  'rooms.close': ({ roomId }) => ({ roomId }),
  'rooms.missed': ({ roomId }) => ({ roomId, afterSeq: 0 }),
  'chat.send': ({ roomId }) => ({ roomId, clientId: randomUUID(), text: 'let me in' }),
  'chat.react': ({ roomId, messageId }) => ({ roomId, clientId: randomUUID(), messageId, emoji: '👍', on: true }),
  'chat.older': ({ roomId }) => ({ roomId, beforeSeq: 1_000_000 }),
  'chat.type': ({ roomId }) => ({ roomId }),
  'jam.update': ({ roomId }) => ({ roomId, update: new Uint8Array([0, 0]) }),
  'jam.sync': ({ roomId }) => ({ roomId, stateVector: new Uint8Array([0]) }),
  'jam.aware': ({ roomId }) => ({ roomId, update: new Uint8Array([0]) }),
  'jam.render': ({ roomId }) => ({
    ...{ roomId, clientId: randomUUID(), prompt: 'a cat', negative: '' },
    settings: { model: 'none', scheduler: 'ddim', steps: 1, guidance: 1, width: 64, height: 64, seed: 1, batch: 1 },
  }),
  'jam.cancel': ({ roomId }) => ({ roomId, takeId: randomUUID() }),
  'jam.count': () => ({ model: 'none', texts: ['a'] }),
  'jam.older': ({ roomId }) => ({ roomId, beforeNumber: 1_000_000 }),
};

const ROLES = ['visitor', 'outsider', 'editor', 'owner'] as const;
type Role = (typeof ROLES)[number];

/** The code with which the door refuses; null: it lets through, and the command itself decides. */
const refusalAtTheDoor = (role: Role, visibility: 'public' | 'private', command: CommandName): string | null => {
  const { needs } = COMMANDS[command];
  if (needs === 'nothing' || role === 'owner' || role === 'editor') return null;
  if (visibility === 'private') return 'ROOMS_NOT_FOUND';
  if (needs === 'read') return null;
  return role === 'visitor' ? 'UNAUTHENTICATED' : 'ROOMS_READ_ONLY';
};
const DOOR_CODES = ['ROOMS_NOT_FOUND', 'UNAUTHENTICATED', 'ROOMS_READ_ONLY', 'FORBIDDEN', 'INVALID', 'INTERNAL'];

describe('rights', () => {
  let app: RunningApp;
  const places = {} as Record<'public' | 'private', Place>;
  const lives = {} as Record<Role, LiveClient>;

  beforeAll(async () => {
    app = await bootApp();
    const [owner, editor, outsider] = await Promise.all([someone(app.url), someone(app.url), someone(app.url)]);
    for (const visibility of ['public', 'private'] as const) {
      const room = await aRoom(owner, { visibility });
      await letIn(owner, editor, room.id);
      const { event } = await says(owner, room.id, 'secret');
      places[visibility] = { roomId: room.id, messageId: (event as RoomEventOf<'chat.sent'>).payload.message.id };
    }
    Object.assign(lives, { owner: owner.live, editor: editor.live, outsider: outsider.live });
    lives.visitor = await connect(app.url);
  });

  const table = ROLES.flatMap((role) =>
    // Opening a public room makes an editor of an outsider, so that comes last.
    [...COMMAND_NAMES.filter((name) => name !== 'rooms.open'), 'rooms.open' as const].flatMap((command) =>
      (['private', 'public'] as const).map((visibility) => [role, command, visibility] as const),
    ),
  );

  it.each(table)('[R5] %s, %s in a %s room', async (role, command, visibility) => {
    const expected = refusalAtTheDoor(role, visibility, command);
    const code = await lives[role].refusal(command, PAYLOADS[command](places[visibility]));
    if (expected) expect(code).toBe(expected);
    else expect(DOOR_CODES).not.toContain(code);
  });

  it('[R4] cannot tell a private room from one that does not exist', async () => {
    const stranger = await someone(app.url);
    const nowhere = { ...places.private, roomId: randomUUID() };
    for (const command of COMMAND_NAMES) {
      const [there, none] = await Promise.all(
        [places.private, nowhere].map((place) => stranger.live.ask(command, PAYLOADS[command](place) as never)),
      );
      expect(there).toEqual(none);
    }
    const [there, none] = await Promise.all(
      [places.private, nowhere].map(({ roomId }) => stranger.client.post(`/api/rooms/${roomId}/invitations`)),
    );
    expect(there).toMatchObject({ status: 404, body: { code: 'ROOMS_NOT_FOUND' } });
    expect(there?.body).toEqual(none?.body);
  });

  it('[R4] hears nothing of a private room it tried to enter', async () => {
    const owner = lives.owner;
    const stranger = await someone(app.url);
    const said: string[] = [];
    stranger.live.socket.onAny((name: string) => said.push(name));
    await stranger.live.refusal('rooms.open', { roomId: places.private.roomId });
    await owner.do('chat.send', { roomId: places.private.roomId, clientId: randomUUID(), text: 'still secret' });
    await stranger.live.do('lobby.leave', {});
    expect(said).toEqual([]);
  });

  it('[R2] a visitor reads a public room over HTTP and socket, and writes nowhere', async () => {
    const visitor = new HttpClient(app.url);
    const room: Partial<RoomView> = { name: 'x', topic: '', visibility: 'public', language: 'en' };
    expect(await visitor.post('/api/rooms', room)).toMatchObject({ status: 401, body: { code: 'UNAUTHENTICATED' } });
    expect(await visitor.post(`/api/rooms/${places.public.roomId}/invitations`)).toMatchObject({ status: 401 });
    const snapshot = await lives.visitor.do('rooms.open', { roomId: places.public.roomId });
    expect(snapshot.role).toBe('viewer');
    const secret = expect.objectContaining({ text: 'secret' });
    expect(snapshot.state).toMatchObject({ kind: 'fresh', messages: expect.arrayContaining([secret]) });
  });

  it('[R5] a signed-in viewer of a public room cannot make links before they have entered it', async () => {
    const stranger = await someone(app.url);
    const invite = () => stranger.client.post(`/api/rooms/${places.public.roomId}/invitations`);
    expect(await invite()).toMatchObject({ status: 403, body: { code: 'ROOMS_READ_ONLY' } });
    await stranger.live.do('rooms.open', { roomId: places.public.roomId });
    expect(await invite()).toMatchObject({ status: 201 });
  });
});
