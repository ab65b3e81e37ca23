import { randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import type { CommandReply, InvitationView, NewInvitation, NewRoom, RoomView } from '@visionary/contract';
import { connect, type LiveClient } from './live-client.js';
import { signUp, type SignedUp } from './users.js';

/** A signed-in user with a socket. */
export interface ConnectedUser extends SignedUp {
  readonly live: LiveClient;
}

let users = 0;

/** A new user, signed in and connected. */
export async function connectUser(url: string, name = `p${++users}`): Promise<ConnectedUser> {
  const signedUp = await signUp(url, name);
  return { ...signedUp, live: await connect(url, signedUp.client.cookieHeader) };
}

/** New users with these names, signed in and connected. */
export async function connectUsers<Names extends string[]>(
  url: string,
  ...names: Names
): Promise<{ [Index in keyof Names]: ConnectedUser }> {
  const all: ConnectedUser[] = [];
  for (const name of names) all.push(await connectUser(url, name));
  return all as { [Index in keyof Names]: ConnectedUser };
}

/** A room of this user. */
export async function createRoom({ client }: SignedUp, input: Partial<NewRoom> = {}): Promise<RoomView> {
  const room = { name: 'Moonlit studio', topic: '', visibility: 'public', language: 'en', ...input } as const;
  const { status, body } = await client.post<RoomView>('/api/rooms', room);
  expect({ status, body }).toMatchObject({ status: 201 });
  return body;
}

/** A room of this user with these members. */
export async function createRoomWith(
  owner: ConnectedUser,
  visibility: 'public' | 'private',
  ...guests: readonly ConnectedUser[]
): Promise<RoomView> {
  const room = await createRoom(owner, { visibility });
  for (const guest of guests) await addMember(owner, guest, room.id);
  return room;
}

/** An invite by a member. */
export async function invite(
  { client }: SignedUp,
  roomId: string,
  input: Partial<NewInvitation> = {},
): Promise<InvitationView> {
  const { status, body } = await client.post<InvitationView>(`/api/rooms/${roomId}/invitations`, input);
  expect(status).toBe(201);
  return body;
}

/** @returns 'ok', or the code of the rejection */
export async function acceptInvite({ client }: SignedUp, { token }: InvitationView): Promise<string> {
  const { status, body } = await client.post<{ code?: string }>(`/api/invitations/${token}`);
  return status === 200 ? 'ok' : (body.code ?? `${status}`);
}

/** Adds a user to a room by an invite of a member. */
export async function addMember(member: SignedUp, guest: SignedUp, roomId: string): Promise<void> {
  expect(await acceptInvite(guest, await invite(member, roomId))).toBe('ok');
}

/** The fields of every command that is logged. */
/** The direct room of two users. The recipient accepts, in case they are strangers. */
export async function openDirectRoom({ client }: SignedUp, recipient: ConnectedUser): Promise<RoomView> {
  const { status, body } = await client.post<RoomView>('/api/direct-rooms', { userId: recipient.me.id });
  expect({ status, body }).toMatchObject({ status: 200 });
  if (body.requestBy !== undefined) await recipient.live.do('rooms.answerRequest', { roomId: body.id, accept: true });
  const { requestBy: _accepted, ...room } = body;
  return room;
}

export const roomCommand = (roomId: string) => ({ roomId, clientId: randomUUID() });
export const memberCommand = (roomId: string, { me }: SignedUp) => ({ ...roomCommand(roomId), userId: me.id });

export const openRoom = ({ live }: { live: LiveClient }, roomId: string): Promise<CommandReply<'rooms.open'>> =>
  live.do('rooms.open', { roomId });

export const sendText = (
  { live }: { live: LiveClient },
  roomId: string,
  text: string,
  clientId: string = randomUUID(),
) => live.do('chat.send', { roomId, clientId, text });
