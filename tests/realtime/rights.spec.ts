import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  COMMAND_NAMES,
  type CommandName,
  COMMANDS,
  type CommandPayload,
  type PermissionExceptions,
  type RequiredPermission,
  type RoomEventOf,
  type Route,
  ROUTES,
} from '@visionary/contract';
import { appoint } from '../support/admins.js';
import { bootApp, type RunningApp } from '../support/app.js';
import { HttpClient } from '../support/http-client.js';
import { connect, type LiveClient } from '../support/live-client.js';
import {
  openDirectRoom,
  createRoom,
  addMember,
  openRoom,
  type ConnectedUser,
  sendText,
  connectUser,
} from '../support/rooms.js';

type Place = { readonly roomId: string; readonly messageId: string; readonly isArchived: boolean };

/** Payloads that would have an effect if the role allowed it. A new command must be added here to compile. */
const PAYLOADS: { [C in CommandName]: (place: Place) => CommandPayload<C> } = {
  'lobby.subscribe': () => ({}),
  'lobby.unsubscribe': () => ({}),
  'rooms.open': ({ roomId }) => ({ roomId }),
  'rooms.answerRequest': ({ roomId }) => ({ roomId, accept: true }),
  'rooms.close': ({ roomId }) => ({ roomId }),
  'rooms.eventsSince': ({ roomId }) => ({ roomId, afterSeq: 0 }),
  'rooms.listMembers': ({ roomId }) => ({ roomId }),
  'rooms.leave': ({ roomId }) => ({ roomId, clientId: randomUUID() }),
  'rooms.update': ({ roomId }) => ({ roomId, clientId: randomUUID(), changes: { topic: 'taken over' } }),
  'rooms.setRole': ({ roomId }) => ({ ...someoneIn(roomId), role: 'viewer' }),
  'rooms.kick': ({ roomId }) => someoneIn(roomId),
  'rooms.mute': ({ roomId }) => ({ ...someoneIn(roomId), minutes: 5 }),
  'rooms.ban': ({ roomId }) => ({ ...someoneIn(roomId), on: true }),
  'rooms.archive': ({ roomId, isArchived }) => ({ roomId, clientId: randomUUID(), on: isArchived }),
  'chat.send': ({ roomId }) => ({ roomId, clientId: randomUUID(), text: 'let me in' }),
  'chat.react': ({ roomId, messageId }) => ({ roomId, clientId: randomUUID(), messageId, emoji: '👍', on: true }),
  'chat.listReactions': ({ roomId, messageId }) => ({ roomId, messageId, emoji: '👍' }),
  'chat.listBefore': ({ roomId }) => ({ roomId, beforeSeq: 1_000_000 }),
  'chat.edit': ({ roomId, messageId }) => ({ roomId, clientId: randomUUID(), messageId, text: 'mine now' }),
  'chat.delete': ({ roomId }) => ({ roomId, clientId: randomUUID(), messageId: randomUUID() }),
  'chat.pin': ({ roomId, messageId }) => ({ roomId, clientId: randomUUID(), messageId, on: true }),
  'chat.listAfter': ({ roomId }) => ({ roomId, afterSeq: 0 }),
  'chat.listAround': ({ roomId, messageId }) => ({ roomId, messageId }),
  'chat.getMessage': ({ roomId, messageId }) => ({ roomId, messageId }),
  'chat.listPins': ({ roomId }) => ({ roomId }),
  'chat.listEdits': ({ roomId, messageId }) => ({ roomId, messageId }),
  'chat.search': ({ roomId }) => ({ roomId, text: 'secret' }),
  'chat.searchMyRooms': () => ({ text: 'secret' }),
  'chat.markRead': ({ roomId }) => ({ roomId, seq: 1 }),
  'chat.markUnread': ({ roomId, messageId }) => ({ roomId, messageId }),
  'chat.setNotificationLevel': ({ roomId }) => ({ roomId, notificationLevel: 'mentions' }),
  'chat.startTyping': ({ roomId }) => ({ roomId }),
  'jam.update': ({ roomId }) => ({ roomId, update: new Uint8Array([0, 0]) }),
  'jam.sync': ({ roomId }) => ({ roomId, stateVector: new Uint8Array([0]) }),
  'jam.awarenessUpdated': ({ roomId }) => ({ roomId, update: new Uint8Array([0]) }),
  'jam.render': ({ roomId }) => ({
    ...{ roomId, clientId: randomUUID(), prompt: 'a cat', negative: '' },
    settings: { model: 'none', scheduler: 'ddim', steps: 1, guidance: 1, width: 64, height: 64, seed: 1, batch: 1 },
  }),
  'jam.cancel': ({ roomId }) => ({ roomId, takeId: randomUUID() }),
  'jam.stop': ({ roomId }) => ({ roomId, takeId: randomUUID() }),
  'jam.steer': ({ roomId }) => ({
    ...{ roomId, clientId: randomUUID(), takeId: randomUUID() },
    ...{ prompt: 'a dog', negative: '' },
  }),
  'jam.repeat': ({ roomId }) => ({ roomId, clientId: randomUUID(), takeId: randomUUID() }),
  'jam.upscale': ({ roomId }) => ({
    ...{ roomId, clientId: randomUUID(), takeId: randomUUID(), index: 0, upscaler: 'lanczos', scale: 2 },
  }),
  'jam.setPace': ({ roomId }) => ({ roomId, clientId: randomUUID(), seconds: 16 }),
  'jam.pin': ({ roomId }) => ({ roomId, clientId: randomUUID(), takeId: randomUUID(), on: true }),
  'jam.estimateLoad': () => ({ model: 'none' }),
  'jam.countTokens': () => ({ model: 'none', texts: ['a'] }),
  'jam.listTakesBefore': ({ roomId }) => ({ roomId, beforeNumber: 1_000_000 }),
  'jam.getTake': ({ roomId }) => ({ roomId, takeId: randomUUID() }),
  'me.subscribe': () => ({}),
  'me.setAway': () => ({ away: false }),
  'me.listNotifications': () => ({}),
  'me.markNotificationsRead': () => ({}),
  'me.setNotificationPreference': () => ({ choice: 'follows', on: true }),
  'generation.subscribe': () => ({}),
  'generation.setFrameSide': () => ({ side: 64 }),
  'generation.unsubscribe': () => ({}),
  'feed.subscribe': () => ({}),
  'feed.unsubscribe': () => ({}),
  'feed.subscribeUpdates': () => ({}),
  'feed.unsubscribeUpdates': () => ({}),
  'feed.openPost': () => ({ postId: randomUUID() }),
  'feed.closePost': () => ({ postId: randomUUID() }),
  'feed.publish': () => ({ clientId: randomUUID(), image: { uploadId: randomUUID() } }),
  'feed.updatePost': () => ({ postId: randomUUID(), changes: { title: 'mine now' } }),
  'feed.deletePost': () => ({ postId: randomUUID() }),
  'comments.add': () => ({
    subject: { kind: 'post', id: randomUUID() },
    ...{ clientId: randomUUID(), text: 'let me in' },
  }),
  'comments.edit': () => ({ commentId: randomUUID(), text: 'mine now' }),
  'comments.delete': () => ({ commentId: randomUUID() }),
  'comments.react': () => ({ subject: { kind: 'comment', id: randomUUID() }, emoji: '👍', on: true }),
  'safety.report': () => ({
    ...{ clientId: randomUUID(), reason: 'other' },
    subject: { kind: 'post', id: randomUUID() },
  }),
  'safety.subscribe': () => ({}),
  'safety.unsubscribe': () => ({}),
  'hub.openModel': () => ({ modelId: randomUUID() }),
  'hub.closeModel': () => ({ modelId: randomUUID() }),
  'hub.setReview': () => ({ modelId: randomUUID(), stars: 5 }),
  'hub.deleteReview': () => ({ modelId: randomUUID() }),
  'users.follow': () => ({ userId: randomUUID(), on: true }),
  'users.subscribeAvailability': () => ({ userIds: [] }),
  'admin.subscribe': () => ({}),
  'safety.getPromptPrefix': ({ roomId }) => ({ roomId, model: 'none' }),
  'safety.setRoomPromptPrefix': ({ roomId }) => ({ roomId, prefix: 'soft light', negativeSuffix: '' }),
  'safety.checkTexts': () => ({ scope: 'chat', texts: { text: 'let me in' } }),
  'admin.endTake': () => ({ takeId: randomUUID() }),
  'admin.unsubscribe': () => ({}),
};

const someoneIn = (roomId: string) => ({ roomId, clientId: randomUUID(), userId: randomUUID() });

const ROLES = [
  ...(['visitor', 'outsider', 'viewer', 'editor', 'owner'] as const),
  ...(['muted', 'banned', 'moderator', 'admin'] as const),
];
type Role = (typeof ROLES)[number];
/** All public except `private` and `direct`; owner and editor are the users of the direct room. */
const PLACES = ['public', 'private', 'archived', 'direct'] as const;
type PlaceName = (typeof PLACES)[number];

interface Rule {
  readonly permission: RequiredPermission;
  readonly exceptions?: PermissionExceptions;
}

/** The rights of the role in the room; null: the room must look missing. */
const roleIn = (place: PlaceName, role: Role): 'viewer' | 'editor' | 'owner' | 'banned' | null => {
  if (place === 'direct') return role === 'owner' || role === 'editor' ? 'editor' : null;
  if (role === 'owner' || role === 'editor' || role === 'viewer' || role === 'banned') return role;
  if (role === 'muted') return 'editor';
  return place === 'private' ? null : 'viewer';
};

const refusalInRoom = (place: PlaceName, role: Role, { permission, exceptions = {} }: Rule): string | null => {
  const is = roleIn(place, role);
  if (is === null) return 'ROOMS_NOT_FOUND';
  if (is === 'banned') return 'ROOMS_BANNED';
  if (permission === 'read') return null;
  if (role === 'visitor') return 'UNAUTHENTICATED';
  if (place === 'direct' && (permission === 'manage' || exceptions.notInDirectRooms)) return 'ROOMS_NOT_IN_DIRECT_ROOM';
  if (permission === 'manage') return is === 'owner' ? null : 'ROOMS_NOT_OWNER';
  if (permission === 'write' && is === 'viewer') return 'ROOMS_READ_ONLY';
  if (exceptions.allowedWhenMuted) return null;
  if (place === 'archived') return 'ROOMS_ARCHIVED';
  return role === 'muted' ? 'ROOMS_MUTED' : null;
};

/** The rejection code that the contract requires before the handler; null: the handler decides. */
const refusalAtTheDoor = (place: PlaceName, role: Role, rule: Rule): string | null => {
  const { permission, exceptions } = rule;
  if (permission === 'nothing') return null;
  if (permission === 'self') return role === 'visitor' ? 'UNAUTHENTICATED' : null;
  if (permission === 'admin') return role === 'admin' ? null : 'FORBIDDEN';
  if (permission === 'moderator') return role === 'moderator' || role === 'admin' ? null : 'FORBIDDEN';
  const moderates = exceptions?.allowsModerators && (role === 'moderator' || role === 'admin');
  return moderates && (place === 'public' || place === 'archived') ? null : refusalInRoom(place, role, rule);
};
const PERMISSION_CODES = [
  ...[
    'ROOMS_NOT_FOUND',
    'ROOMS_BANNED',
    'ROOMS_NOT_IN_DIRECT_ROOM',
    'ROOMS_NOT_OWNER',
    'ROOMS_READ_ONLY',
    'ROOMS_ARCHIVED',
  ],
  ...['ROOMS_MUTED', 'UNAUTHENTICATED', 'FORBIDDEN', 'NOT_FOUND', 'INVALID', 'INTERNAL', 'UNAVAILABLE', 'RATE_LIMITED'],
];
/** The observed result, in the terms of the table. */
const outcomeOf = (code: string): string => (PERMISSION_CODES.includes(code) ? code : 'let through');

/** Join and leave last: they change the role. */
const ROLE_CHANGING: CommandName[] = ['rooms.open', 'rooms.leave'];
const IN_ORDER = [...COMMAND_NAMES.filter((name) => !ROLE_CHANGING.includes(name)), ...ROLE_CHANGING];
const ROOM_ROUTES = Object.entries<Route>(ROUTES).filter(([, { path }]) => path.includes('/:roomId'));

describe('rights in rooms', () => {
  let app: RunningApp;
  const places = {} as Record<PlaceName, Place>;
  const users = {} as Record<Exclude<Role, 'visitor'>, ConnectedUser>;

  /** A room of the owner with all its members. */
  const createRoomWithMembers = async (visibility: 'public' | 'private', isArchived = false): Promise<Place> => {
    const { owner, viewer, editor, muted, banned } = users;
    const { id: roomId } = await createRoom(owner, { visibility });
    for (const guest of [viewer, editor, muted, banned]) await addMember(owner, guest, roomId);
    const about = ({ me }: ConnectedUser) => ({ roomId, clientId: randomUUID(), userId: me.id });
    await owner.live.do('rooms.setRole', { ...about(viewer), role: 'viewer' });
    await owner.live.do('rooms.mute', { ...about(muted), minutes: 60 });
    await owner.live.do('rooms.ban', { ...about(banned), on: true });
    const messageId = await secretIn(roomId);
    if (isArchived) await owner.live.do('rooms.archive', { roomId, clientId: randomUUID(), on: true });
    return { roomId, messageId, isArchived };
  };

  const secretIn = async (roomId: string): Promise<string> => {
    const { event } = await sendText(users.owner, roomId, 'secret');
    return (event as RoomEventOf<'chat.sent'>).payload.message.id;
  };

  beforeAll(async () => {
    app = await bootApp();
    for (const role of ROLES) if (role !== 'visitor') users[role] = await connectUser(app.url);
    for (const role of ['moderator', 'admin'] as const) await appoint(app, users[role].me.name, role);
    places.public = await createRoomWithMembers('public');
    places.private = await createRoomWithMembers('private');
    places.archived = await createRoomWithMembers('public', true);
    const body = await openDirectRoom(users.owner, users.editor);
    places.direct = { roomId: body.id, messageId: await secretIn(body.id), isArchived: false };
  });

  const clientOf = (role: Role) => (role === 'visitor' ? new HttpClient(app.url) : users[role].client);
  const pageOf = (role: Role): Promise<LiveClient> => connect(app.url, clientOf(role).cookieHeader);
  const everywhere = PLACES.flatMap((place) => ROLES.map((role) => [role, place] as const));

  it.each(COMMAND_NAMES)('[R5] the command %s has a room rule exactly when it names a room', (command) => {
    const names = 'roomId' in PAYLOADS[command]({ roomId: randomUUID(), messageId: randomUUID(), isArchived: false });
    const ofTheInstance: RequiredPermission[] = ['nothing', 'self', 'moderator', 'admin'];
    expect(ofTheInstance.includes(COMMANDS[command].permission)).toBe(!names);
  });

  it.each(everywhere)('[R5] the rights matrix holds for %s on every room route of the %s room', async (role, place) => {
    const happened: Record<string, string> = {};
    const expected: Record<string, string> = {};
    for (const [name, { method, path, room }] of ROOM_ROUTES) {
      if (!room) throw new Error(`${name} has no rule for the room in its path`);
      const address = path.replace(':roomId', places[place].roomId).replace(/:\w+/, randomUUID());
      const bytes = { raw: Buffer.from('no picture'), headers: { 'content-type': 'image/png' } };
      const raw = name === 'upload' ? bytes : {};
      const { status, body } = await clientOf(role).send<{ code?: string }>(method, address, undefined, raw);
      happened[name] = status < 300 ? 'let through' : outcomeOf(body.code ?? `${status}`);
      expected[name] = refusalAtTheDoor(place, role, room) ?? 'let through';
    }
    expect(happened).toEqual(expected);
  });

  // Joining and leaving change roles, so this test runs after the routes.
  it.each(everywhere)('[R5] the rights matrix holds for %s on every command in the %s room', async (role, place) => {
    const page = await pageOf(role);
    const happened: Record<string, string> = {};
    const expected: Record<string, string> = {};
    for (const command of IN_ORDER) {
      const code = await page.rejectionOf(command, PAYLOADS[command](places[place]));
      happened[command] = outcomeOf(code);
      expected[command] = refusalAtTheDoor(place, role, COMMANDS[command]) ?? 'let through';
    }
    expect(happened).toEqual(expected);
  });

  it('[R4] a private room looks like a missing one when a user is not a member', async () => {
    for (const hidden of [places.private, places.direct]) {
      // The rate limit allows only so many commands at once.
      const stranger = await connectUser(app.url);
      const nowhere = { ...hidden, roomId: randomUUID() };
      for (const command of COMMAND_NAMES) {
        const [there, none] = await Promise.all(
          [hidden, nowhere].map((place) => stranger.live.ask(command, PAYLOADS[command](place) as never)),
        );
        expect(there).toEqual(none);
      }
      const [there, none] = await Promise.all(
        [hidden, nowhere].map(({ roomId }) => stranger.client.post(`/api/rooms/${roomId}/invitations`)),
      );
      expect(there).toMatchObject({ status: 404, body: { code: 'ROOMS_NOT_FOUND' } });
      expect(there?.body).toEqual(none?.body);
    }
  });

  it('[R4] a socket receives no events of a private room when opening it was rejected', async () => {
    const stranger = await connectUser(app.url);
    const eventNames: string[] = [];
    stranger.live.socket.onAny((name: string) => eventNames.push(name));
    await stranger.live.rejectionOf('rooms.open', { roomId: places.private.roomId });
    await sendText(users.owner, places.private.roomId, 'still secret');
    await stranger.live.do('lobby.unsubscribe', {});
    expect(eventNames).toEqual([]);
  });

  it('[R2] a visitor reads a public room over HTTP and socket and writes nowhere', async () => {
    const visitor = new HttpClient(app.url);
    const room = { name: 'x', topic: '', visibility: 'public', language: 'en' };
    expect(await visitor.post('/api/rooms', room)).toMatchObject({ status: 401, body: { code: 'UNAUTHENTICATED' } });
    const snapshot = await openRoom({ live: await connect(app.url) }, places.archived.roomId);
    expect(snapshot.role).toBe('viewer');
    const secret = expect.objectContaining({ text: 'secret' });
    expect(snapshot.state).toMatchObject({ kind: 'fresh', messages: expect.arrayContaining([secret]) });
  });
});
