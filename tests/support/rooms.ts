import { randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import type { CommandReply, NewRoom, RoomView } from '@visionary/contract';
import { connect, type LiveClient } from './live-client.js';
import { signUp, type SignedUp } from './people.js';

/** Somebody signed in, with a socket. */
export interface Present extends SignedUp {
  readonly live: LiveClient;
}

let people = 0;

/** Somebody new, signed in and connected. */
export async function someone(url: string, name = `p${++people}`): Promise<Present> {
  const signedUp = await signUp(url, name);
  return { ...signedUp, live: await connect(url, signedUp.client.cookieHeader) };
}

/** A room of this person's. */
export async function aRoom({ client }: SignedUp, wanted: Partial<NewRoom> = {}): Promise<RoomView> {
  const room = { name: 'Moonlit studio', topic: '', visibility: 'public', language: 'en', ...wanted } as const;
  const { status, body } = await client.post<RoomView>('/api/rooms', room);
  expect({ status, body }).toMatchObject({ status: 201 });
  return body;
}

/** Lets somebody into a room by a link of a member. */
export async function letIn(member: SignedUp, guest: SignedUp, roomId: string): Promise<void> {
  const { body } = await member.client.post<{ token: string }>(`/api/rooms/${roomId}/invitations`);
  const accepted = await guest.client.post(`/api/invitations/${body.token}`);
  expect(accepted.status).toBe(200);
}

export const opens = ({ live }: { live: LiveClient }, roomId: string): Promise<CommandReply<'rooms.open'>> =>
  live.do('rooms.open', { roomId });

export const says = ({ live }: { live: LiveClient }, roomId: string, text: string, clientId: string = randomUUID()) =>
  live.do('chat.send', { roomId, clientId, text });
