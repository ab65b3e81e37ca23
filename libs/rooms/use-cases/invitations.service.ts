import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Users } from '@visionary/accounts';
import type { DefaultRole } from '@visionary/contract';
import { Clock, Ids, Rejection } from '@visionary/kernel';
import { type Invitation, isExpired } from '../domain/invitation.js';
import type { Room } from '../domain/room.js';
import { deletedUser, type User } from '../domain/user.js';
import { Invitations } from '../storage/invitations.js';
import { Members } from '../storage/members.js';
import { Rooms } from '../storage/rooms.js';
import { MembersService } from './members.service.js';

const TOKEN_BYTES = 24;
const HOUR_MS = 3_600_000;
/** Expired invitations are kept this long, to be reported as expired rather than invalid. */
const RETENTION_MS = 7 * 24 * HOUR_MS;
const MAX_LISTED_INVITATIONS = 200;

export interface InvitationOptions {
  readonly roomId: string;
  readonly byId: string;
  readonly role: DefaultRole;
  /** Undefined: never expires. */
  readonly hours?: number | undefined;
  /** Undefined: unlimited. */
  readonly uses?: number | undefined;
}

/** SHA-256 in hex. Tokens are random, so they need no salt. */
const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');

/** Invitations to rooms. */
@Injectable()
export class InvitationsService {
  constructor(
    private readonly invitations: Invitations,
    private readonly rooms: Rooms,
    private readonly members: Members,
    private readonly membersService: MembersService,
    private readonly users: Users,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  /** The caller has checked permissions. @returns the token, which is stored only as a hash */
  async create({
    roomId,
    byId,
    role,
    hours,
    uses,
  }: InvitationOptions): Promise<{ token: string; invitation: Invitation }> {
    const token = randomBytes(TOKEN_BYTES).toString('base64url');
    const createdAt = this.clock.now();
    const invitation: Invitation = {
      id: this.ids.next(),
      tokenHash: hashOf(token),
      roomId,
      byId,
      createdAt,
      role,
      expiresAt: hours === undefined ? null : createdAt + hours * HOUR_MS,
      usesLeft: uses ?? null,
      used: 0,
      revokedAt: null,
    };
    await this.invitations.sweep(createdAt - RETENTION_MS);
    await this.invitations.add(invitation);
    return { token, invitation };
  }

  /** Active invitations of a room with their authors, newest first. */
  async list(roomId: string): Promise<{ invitation: Invitation; by: User }[]> {
    const active = await this.invitations.listActive(roomId, this.clock.now(), MAX_LISTED_INVITATIONS);
    const users = await this.users.byIds(active.map(({ byId }) => byId));
    return active.map((invitation) => ({ invitation, by: users.get(invitation.byId) ?? deletedUser(invitation.byId) }));
  }

  /** For the author of the invitation and owners of the room. Idempotent. @throws Rejection ROOMS_INVITATION_INVALID, ROOMS_NOT_OWNER */
  async revoke(roomId: string, id: string, byId: string): Promise<void> {
    const invitation = await this.invitations.byId(roomId, id);
    if (!invitation) throw new Rejection('ROOMS_INVITATION_INVALID');
    if (invitation.byId !== byId && (await this.members.roleOf(roomId, byId)) !== 'owner') {
      throw new Rejection('ROOMS_NOT_OWNER');
    }
    await this.invitations.revoke(id, this.clock.now());
  }

  /** The room behind a link. @throws Rejection ROOMS_INVITATION_INVALID, ROOMS_INVITATION_EXPIRED */
  async preview(
    token: string,
    userId: string | null,
  ): Promise<{ room: Room; by: User; role: Invitation['role']; isMember: boolean }> {
    const invitation = await this.invitations.find(hashOf(token));
    const membership = invitation && (await this.rooms.findMembership(invitation.roomId, userId));
    if (!membership) throw new Rejection('ROOMS_INVITATION_INVALID');
    const { room, storedRole, isBanned } = membership;
    const isMember = storedRole !== null && !isBanned;
    // It leads a member into the room, also when it admits nobody any more.
    if (!isMember && isExpired(invitation, this.clock.now())) throw new Rejection('ROOMS_INVITATION_EXPIRED');
    const users = await this.users.byIds([invitation.byId]);
    return { room, by: users.get(invitation.byId) ?? deletedUser(invitation.byId), role: invitation.role, isMember };
  }

  /**
   * Members use up nothing and keep their role.
   * @throws Rejection ROOMS_INVITATION_INVALID, ROOMS_INVITATION_EXPIRED, ROOMS_BANNED, ROOMS_ARCHIVED, ROOMS_FULL
   */
  async accept(token: string, user: User): Promise<Room> {
    const invitation = await this.invitations.find(hashOf(token));
    const membership = invitation && (await this.rooms.findMembership(invitation.roomId, user.id));
    if (!membership) throw new Rejection('ROOMS_INVITATION_INVALID');
    if (membership.isBanned) throw new Rejection('ROOMS_BANNED');
    const { room } = membership;
    if (membership.storedRole) return room;
    if (room.archivedAt !== null) throw new Rejection('ROOMS_ARCHIVED');
    const admit = async () => {
      if (!(await this.invitations.use(invitation.id, this.clock.now()))) {
        throw new Rejection('ROOMS_INVITATION_EXPIRED');
      }
    };
    await this.membersService.join({ roomId: room.id, user, role: invitation.role, admit });
    return room;
  }
}
