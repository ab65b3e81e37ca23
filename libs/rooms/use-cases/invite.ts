import { Injectable } from '@nestjs/common';
import { Clock, Ids } from '@visionary/kernel';
import { type Invitation, Invitations } from '../domain/invitations.js';
import { hashOf, newToken } from './invitation-token.js';

const HOUR_MS = 3_600_000;
/** So long it is told that a link is over; then it is forgotten. */
const REMEMBERED_MS = 7 * 24 * HOUR_MS;

export interface InvitationOptions {
  readonly roomId: string;
  readonly byId: string;
  readonly role: 'viewer' | 'editor';
  /** Undefined: it never runs out. */
  readonly hours?: number | undefined;
  /** Undefined: for any number of users. */
  readonly uses?: number | undefined;
}

/** Makes a link that lets whoever holds it into the room. The caller has checked that they may invite. */
@Injectable()
export class Invite {
  constructor(
    private readonly invitations: Invitations,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  /** @returns the token, kept nowhere else. */
  async run({
    roomId,
    byId,
    role,
    hours,
    uses,
  }: InvitationOptions): Promise<{ token: string; invitation: Invitation }> {
    const token = newToken();
    const createdAt = this.clock.now();
    const ends = { expiresAt: hours === undefined ? null : createdAt + hours * HOUR_MS, revokedAt: null };
    const made = { id: this.ids.next(), tokenHash: hashOf(token), createdAt, used: 0, usesLeft: uses ?? null };
    const invitation = { ...made, ...ends, roomId, byId, role };
    await this.invitations.sweep(createdAt - REMEMBERED_MS);
    await this.invitations.add(invitation);
    return { token, invitation };
  }
}
