import { Injectable } from '@nestjs/common';
import { Blocks } from '@visionary/accounts';
import type { Role } from '@visionary/contract';
import { Clock, DataLoader, isRejection, Rejection } from '@visionary/kernel';
import { type Room, type RoomMembershipRow, roleIn } from '../domain/room.js';
import type { User } from '../domain/user.js';
import { Members } from '../storage/members.js';
import { Rooms } from '../storage/rooms.js';
import { Sanctions } from '../storage/sanctions.js';
import { MembersService } from './members.service.js';

/** What a user may do in a room that they have open. */
export interface OpenedRoom {
  readonly room: Room;
  readonly role: Role;
  readonly isMember: boolean;
  /** Null, or in the future. */
  readonly mutedUntil: number | null;
}

export interface RoomAccessDetails extends OpenedRoom {
  readonly isBanned: boolean;
  /** In a direct room: the other account is deleted, or one user has blocked the other. */
  readonly isBlocked: boolean;
  /** In a direct room: the user whose first messages wait for acceptance. */
  readonly requesterId: string | null;
}

/** Why a client can no longer have a room open; null: it can. */
export type RevocationReason = 'banned' | 'hidden' | 'no member' | null;

interface MembershipKey {
  readonly roomId: string;
  readonly userId: string | null;
}

/** Who may see a room, and in which role. */
@Injectable()
export class RoomAccessService {
  /** Batches the reads of clients that reconnect together. */
  private readonly memberships = new DataLoader<MembershipKey, RoomMembershipRow | null>((keys) =>
    this.membershipsOf(keys),
  );

  constructor(
    private readonly rooms: Rooms,
    private readonly members: Members,
    private readonly sanctions: Sanctions,
    private readonly blocks: Blocks,
    private readonly membersService: MembersService,
    private readonly clock: Clock,
  ) {}

  /** @returns null for a room that doesn't exist or that the user may not see; banned users get an answer */
  async details(userId: string | null, roomId: string): Promise<RoomAccessDetails | null> {
    const membership = await this.rooms.findMembership(roomId, userId);
    if (!membership) return null;
    const { room, storedRole, isBanned, mutedUntil, requesterId } = membership;
    const role = roleIn(membership) ?? (isBanned ? 'viewer' : null);
    if (!role) return null;
    const isBlocked = userId !== null && (await this.isBlocked(userId, membership));
    return { room, role, isMember: storedRole !== null, isBanned, mutedUntil, isBlocked, requesterId };
  }

  /**
   * Opens a room. A signed-in user becomes a member of a public room, unless it is archived.
   * @param user null for a visitor
   * @throws Rejection ROOMS_NOT_FOUND, also for a private room of others, ROOMS_BANNED, ROOMS_FULL
   */
  async open(roomId: string, user: User | null): Promise<OpenedRoom> {
    const opened = await this.current(roomId, user);
    const { room } = opened;
    if (opened.isMember || !user || room.archivedAt !== null || !(await this.join(room, user))) return opened;
    return { ...opened, role: room.defaultRole, isMember: true };
  }

  /** Like `open`, from the database and without joining. @throws Rejection ROOMS_NOT_FOUND, ROOMS_BANNED */
  async current(roomId: string, user: User | null): Promise<OpenedRoom> {
    const membership = await this.memberships.load({ roomId, userId: user?.id ?? null });
    if (membership?.isBanned) throw new Rejection('ROOMS_BANNED');
    const role = membership && roleIn(membership);
    if (!membership || !role) throw new Rejection('ROOMS_NOT_FOUND');
    const { room, storedRole, mutedUntil } = membership;
    const isMuted = mutedUntil !== null && mutedUntil > this.clock.now();
    return { room, role, isMember: storedRole !== null, mutedUntil: isMuted ? mutedUntil : null };
  }

  /** Three queries for any number of users. @returns the reason for each of them, and with null for a visitor */
  async findRevoked(roomId: string, userIds: readonly string[]): Promise<(userId: string | null) => RevocationReason> {
    const [room, members, banned] = await Promise.all([
      this.rooms.find(roomId),
      this.members.among(roomId, userIds),
      this.sanctions.bannedAmong(roomId, userIds),
    ]);
    return (userId) => {
      if (!room) return 'hidden';
      if (userId !== null && banned.has(userId)) return 'banned';
      if (userId !== null && members.has(userId)) return null;
      if (room.visibility === 'private') return 'hidden';
      // Opening a room makes signed-in users members, except in archived rooms.
      return userId === null || room.archivedAt !== null ? null : 'no member';
    };
  }

  private async isBlocked(userId: string, { room, storedRole, otherUserId }: RoomMembershipRow): Promise<boolean> {
    if (room.kind !== 'direct' || !storedRole || otherUserId === null) return false;
    if ((await this.members.roleOf(room.id, otherUserId)) === null) return true;
    return this.blocks.isBlocked(userId, otherUserId);
  }

  private async membershipsOf(
    keys: readonly MembershipKey[],
  ): Promise<(key: MembershipKey) => RoomMembershipRow | null> {
    const byRoom = new Map<string, (userId: string | null) => RoomMembershipRow | null>();
    for (const [roomId, ofRoom] of Map.groupBy(keys, (key) => key.roomId)) {
      const userIds = ofRoom.map(({ userId }) => userId);
      byRoom.set(roomId, await this.rooms.findMemberships(roomId, userIds));
    }
    return ({ roomId, userId }) => byRoom.get(roomId)?.(userId) ?? null;
  }

  /** @returns false when the room was archived meanwhile; it can still be read */
  private async join({ id: roomId, defaultRole: role }: Room, user: User): Promise<boolean> {
    try {
      await this.membersService.join({ roomId, user, role });
      return true;
    } catch (error) {
      if (isRejection(error, 'ROOMS_ARCHIVED')) return false;
      throw error;
    }
  }
}
