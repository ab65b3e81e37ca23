import { Injectable } from '@nestjs/common';
import { Users } from '@visionary/accounts';
import { LIMITS, type LoggedJoin, type Role } from '@visionary/contract';
import { Clock, Rejection, UnitOfWork } from '@visionary/kernel';
import { CheckForm } from '@visionary/safety';
import type { Ban, Member } from '../domain/room.js';
import { type RoomEvent, RoomRightsChanged } from '../domain/room-event.js';
import { deletedUser, type User } from '../domain/user.js';
import { Invitations } from '../storage/invitations.js';
import { Members } from '../storage/members.js';
import { Rooms } from '../storage/rooms.js';
import { Sanctions } from '../storage/sanctions.js';
import { type RoomCommand, RoomCommandRunner } from './room-command-runner.js';
import { RoomLog } from '../storage/room-log.js';

const MINUTE_MS = 60_000;
const MAX_LISTED_BANS = 500;

export interface JoinRequest {
  readonly roomId: string;
  readonly user: User;
  readonly role: Role;
  /** Runs in the same transaction for a new member. Rejects by throwing. */
  readonly admit?: () => Promise<void>;
}

export interface ListedMember extends Member {
  readonly user: User;
  /** Null, or in the future. */
  readonly mutedUntil: number | null;
}

export interface ListedBan extends Ban {
  readonly user: User;
  readonly by: User;
}

/** Members of rooms: joining, leaving, roles, bans and mutes. Every room has at least one owner. */
@Injectable()
export class MembersService {
  constructor(
    private readonly rooms: Rooms,
    private readonly members: Members,
    private readonly sanctions: Sanctions,
    private readonly invitations: Invitations,
    private readonly users: Users,
    private readonly checkForm: CheckForm,
    private readonly log: RoomLog,
    private readonly commandRunner: RoomCommandRunner,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  async list(roomId: string): Promise<ListedMember[]> {
    const members = await this.members.list(roomId);
    const mutes = await this.sanctions.mutesOf(roomId, this.clock.now());
    const users = await this.users.byIds(members.map(({ userId }) => userId));
    return members.map((member) => ({
      ...member,
      user: users.get(member.userId) ?? deletedUser(member.userId),
      mutedUntil: mutes.get(member.userId) ?? null,
    }));
  }

  /** The last ones, oldest first. */
  async lastJoins(roomId: string): Promise<LoggedJoin[]> {
    const joins = await this.members.lastJoins(roomId, LIMITS.joinsShown);
    const users = await this.users.byIds(joins.map(({ userId }) => userId));
    return joins.map(({ userId, seq, at }) => ({ user: users.get(userId) ?? deletedUser(userId), seq, at }));
  }

  /** Newest first. */
  async listBans(roomId: string): Promise<ListedBan[]> {
    const bans = await this.sanctions.bansOf(roomId, MAX_LISTED_BANS);
    const users = await this.users.byIds(bans.flatMap(({ userId, byId }) => [userId, byId]));
    const userOf = (id: string) => users.get(id) ?? deletedUser(id);
    return bans.map((ban) => ({ ...ban, user: userOf(ban.userId), by: userOf(ban.byId) }));
  }

  idsOf(roomId: string): Promise<string[]> {
    return this.members.idsOf(roomId);
  }

  /** Whether a user owns the room, or moderates the instance and the room is public. */
  manages(roomId: string, userId: string): Promise<boolean> {
    return this.members.manages(roomId, userId);
  }

  async owns(roomId: string, userId: string): Promise<boolean> {
    return (await this.members.roleOf(roomId, userId)) === 'owner';
  }

  /** Roles of a user, by room id. */
  async rolesOf(userId: string): Promise<ReadonlyMap<string, Role>> {
    return new Map((await this.members.roomsOf(userId)).map(({ roomId, role }) => [roomId, role]));
  }

  /**
   * Members keep the role they have. The caller has checked permissions.
   * @throws Rejection ROOMS_FULL, ROOMS_ARCHIVED, and what `admit` throws; UNAUTHENTICATED, ROOMS_BANNED, ROOMS_NOT_FOUND when
   *   the account was deleted, the user was banned or the room became private meanwhile
   */
  async join({ roomId, user, role, admit }: JoinRequest): Promise<void> {
    await this.commandRunner.withLockedUsers(user.id, null, async () => {
      if (!(await this.members.add(roomId, user.id, role, this.clock.now(), admit !== undefined))) return;
      await admit?.();
      // The event locks the room: nobody else joins before the commit, so the count below is exact.
      const payload = () => ({ user, role });
      const { seq } = await this.log.append({
        roomId,
        type: 'rooms.joined',
        actorId: user.id,
        inOpenRoom: true,
        payload,
      });
      await this.members.setJoinedSeq(roomId, user.id, seq);
      await this.requireCanJoin(roomId, user.id, admit !== undefined);
      if ((await this.members.count(roomId)) > LIMITS.membersPerRoom) throw new Rejection('ROOMS_FULL');
      this.unitOfWork.publish(new RoomRightsChanged(roomId, user.id));
    });
  }

  /** Checks again, now that the room is locked. */
  private async requireCanJoin(roomId: string, userId: string, isInvited: boolean): Promise<void> {
    const membership = await this.rooms.findMembership(roomId, userId);
    if (membership?.isBanned) throw new Rejection('ROOMS_BANNED');
    if (!isInvited && membership?.room.visibility !== 'public') throw new Rejection('ROOMS_NOT_FOUND');
  }

  /** @throws Rejection ROOMS_NOT_A_MEMBER, ROOMS_LAST_OWNER */
  async setRole(command: RoomCommand, userId: string, role: Role): Promise<RoomEvent> {
    const { roomId, by } = command;
    const work = async (at: number) => {
      if ((await this.members.roleOf(roomId, userId)) === null) throw new Rejection('ROOMS_NOT_A_MEMBER');
      await this.members.setRole(roomId, userId, role);
      await this.updateOwner(roomId);
      // Viewers cannot invite, so their earlier invitations end too.
      if (role === 'viewer') await this.invitations.revokeOf(userId, at, roomId);
    };
    const payload = { user: await this.userOrDeleted(userId), role, by };
    return this.commandRunner.run(command, { type: 'rooms.roleChanged', payload, work, about: userId });
  }

  /** @throws Rejection ROOMS_NOT_A_MEMBER, ROOMS_LAST_OWNER */
  leave(command: RoomCommand): Promise<RoomEvent> {
    const { roomId, by } = command;
    const payload = { user: by, by, how: 'left' };
    const work = (at: number) => this.remove(roomId, by.id, at);
    return this.commandRunner.run(command, { type: 'rooms.left', payload, work, about: by.id, leaveKind: 'left' });
  }

  /** The user can join a public room again. @throws Rejection ROOMS_NOT_A_MEMBER, ROOMS_LAST_OWNER, FORBIDDEN for oneself */
  async kick(command: RoomCommand, userId: string): Promise<RoomEvent> {
    rejectSelfTarget(command, userId);
    const payload = { user: await this.userOrDeleted(userId), by: command.by, how: 'kicked' };
    const work = (at: number) => this.remove(command.roomId, userId, at);
    return this.commandRunner.run(command, { type: 'rooms.left', payload, work, about: userId, leaveKind: 'kicked' });
  }

  /**
   * Mutes a member. A mute outlives leaving and joining again.
   * @param minutes null: ends the mute
   * @throws Rejection ROOMS_NOT_A_MEMBER, FORBIDDEN for oneself
   */
  async mute(command: RoomCommand, userId: string, minutes: number | null): Promise<RoomEvent> {
    rejectSelfTarget(command, userId);
    const { roomId, by } = command;
    const until = minutes === null ? null : this.clock.now() + minutes * MINUTE_MS;
    const work = async () => {
      if ((await this.members.roleOf(roomId, userId)) === null) throw new Rejection('ROOMS_NOT_A_MEMBER');
      await this.sanctions.mute(roomId, userId, until);
    };
    const payload = { user: await this.userOrDeleted(userId), by, until };
    return this.commandRunner.run(command, { type: 'rooms.muted', payload, work, about: userId });
  }

  /**
   * Bans a user, who need not be a member.
   * @throws Rejection SAFETY_BLOCKED_TERMS for the reason, USERS_NOT_FOUND, ROOMS_LAST_OWNER, FORBIDDEN for oneself
   */
  async ban(command: RoomCommand, userId: string, reason: string): Promise<RoomEvent> {
    const first = await this.commandRunner.firstOf(command);
    if (first) return first;
    const { fields, flag } = await this.checkForm.run({ titles: ['reason'] }, { reason });
    rejectSelfTarget(command, userId);
    const { roomId, by } = command;
    const user = (await this.users.byIds([userId])).get(userId);
    if (!user) throw new Rejection('USERS_NOT_FOUND');
    const work = async (at: number) => {
      if ((await this.members.roleOf(roomId, userId)) !== null) await this.remove(roomId, userId, at);
      await this.sanctions.ban({ roomId, userId, byId: by.id, reason: fields.reason, at });
      await flag({ kind: 'room', id: roomId });
    };
    const payload = { user, by, how: 'banned' };
    return this.commandRunner.run(command, { type: 'rooms.left', payload, work, about: userId, leaveKind: 'banned' });
  }

  /** @throws Rejection USERS_NOT_FOUND for a user who is not banned */
  async unban(command: RoomCommand, userId: string): Promise<RoomEvent> {
    const work = async () => {
      if (!(await this.sanctions.unban(command.roomId, userId))) throw new Rejection('USERS_NOT_FOUND');
    };
    const payload = { user: await this.userOrDeleted(userId), by: command.by };
    return this.commandRunner.run(command, { type: 'rooms.unbanned', payload, work, about: userId });
  }

  /** Inside the transaction that deletes the account: leaves every room and passes sole ownership on. */
  async removeDeletedUser(userId: string, at: number): Promise<void> {
    await this.invitations.revokeOf(userId, at);
    // Ordered by id, so two concurrent deletions cannot deadlock.
    for (const { roomId } of await this.members.roomsOf(userId)) await this.leaveAsDeleted(roomId, userId);
    await this.sanctions.forget(userId);
  }

  private async leaveAsDeleted(roomId: string, userId: string): Promise<void> {
    const user = deletedUser(userId);
    const payload = () => ({ user, by: user, how: 'left' });
    await this.log.append({ roomId, type: 'rooms.left', actorId: userId, payload });
    await this.members.remove(roomId, userId);
    await this.passOwnership(roomId);
    this.unitOfWork.publish(new RoomRightsChanged(roomId, null));
  }

  /** Inside a transaction. @throws Rejection ROOMS_NOT_A_MEMBER, ROOMS_LAST_OWNER */
  private async remove(roomId: string, userId: string, at: number): Promise<void> {
    if (!(await this.members.remove(roomId, userId))) throw new Rejection('ROOMS_NOT_A_MEMBER');
    await this.updateOwner(roomId);
    await this.invitations.revokeOf(userId, at, roomId);
  }

  /** Inside the transaction that changed a role: the room names one of its owners. @throws Rejection ROOMS_LAST_OWNER */
  private async updateOwner(roomId: string): Promise<void> {
    const room = await this.rooms.find(roomId);
    if (!room) throw new Rejection('ROOMS_NOT_FOUND');
    const owners = (await this.members.list(roomId)).filter(({ role }) => role === 'owner');
    const [longest] = owners;
    if (!longest) throw new Rejection('ROOMS_LAST_OWNER');
    if (!owners.some(({ userId }) => userId === room.ownerId)) await this.rooms.setOwner(roomId, longest.userId);
  }

  /**
   * Inside the transaction in which a deleted user left: without an owner, the editor, else the viewer, with the longest
   * membership becomes the owner. A room without members is archived.
   */
  private async passOwnership(roomId: string): Promise<void> {
    const room = await this.rooms.find(roomId);
    if (!room || room.kind === 'direct') return;
    const members = await this.members.list(roomId);
    const successor = (['owner', 'editor', 'viewer'] as const)
      .map((role) => members.find((member) => member.role === role))
      .find((member) => member !== undefined);
    if (!successor) return this.rooms.archive(roomId, this.clock.now());
    if (successor.role !== 'owner') await this.makeOwner(roomId, successor.userId);
    const isOwned = members.some(({ userId, role }) => userId === room.ownerId && role === 'owner');
    if (!isOwned) await this.rooms.setOwner(roomId, successor.userId);
  }

  private async makeOwner(roomId: string, userId: string): Promise<void> {
    await this.members.setRole(roomId, userId, 'owner');
    const user = await this.userOrDeleted(userId);
    const payload = () => ({ user, role: 'owner', by: user });
    await this.log.append({ roomId, type: 'rooms.roleChanged', actorId: null, payload });
  }

  private async userOrDeleted(userId: string): Promise<User> {
    return (await this.users.byIds([userId])).get(userId) ?? deletedUser(userId);
  }
}

/** @throws Rejection FORBIDDEN: users leave by themselves, and ask another owner for anything else */
const rejectSelfTarget = ({ by }: RoomCommand, userId: string): void => {
  if (by.id === userId) throw new Rejection('FORBIDDEN');
};
