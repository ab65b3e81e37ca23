import { Injectable } from '@nestjs/common';
import { Blocks } from '@visionary/accounts';
import { type Availability, type CommandReply, LIMITS, type MemberView, type UserView } from '@visionary/contract';
import { type Call, Command, RoomRights, UserAvailability } from '@visionary/platform/realtime';
import { type ListedBan, type ListedMember, MembersService } from '../use-cases/members.service.js';
import type { RoomCommand } from '../use-cases/room-command-runner.js';
import { viewOfEvent } from './room-views.js';

interface RoomCommandCall {
  readonly payload: { readonly roomId: string; readonly clientId: string };
  readonly user: UserView | null;
}

/** The contract admits only signed-in users to these commands. */
export const roomCommandOf = ({ payload: { roomId, clientId }, user }: RoomCommandCall): RoomCommand => ({
  roomId,
  clientId,
  by: user as UserView,
});

const { compare: compareNames } = new Intl.Collator();

/** Members of a room, and what owners and moderators do about them. */
@Injectable()
export class MembersGateway {
  constructor(
    private readonly members: MembersService,
    private readonly userAvailability: UserAvailability,
    private readonly rights: RoomRights,
    private readonly blocks: Blocks,
  ) {}

  @Command('rooms.listMembers')
  async list({ payload: { roomId }, user }: Call<'rooms.listMembers'>): Promise<CommandReply<'rooms.listMembers'>> {
    const all = await this.members.list(roomId);
    const members = (await this.sorted(all, user)).slice(0, LIMITS.membersPerPage);
    if (!(await this.rights.can(user, roomId, 'rooms.ban'))) return { members, total: all.length };
    const bans = (await this.members.listBans(roomId)).map(toBanView);
    return { members, total: all.length, bans };
  }

  @Command('rooms.setRole')
  async setRole(call: Call<'rooms.setRole'>): Promise<CommandReply<'rooms.setRole'>> {
    const { userId, role } = call.payload;
    return { event: viewOfEvent(await this.members.setRole(roomCommandOf(call), userId, role)) };
  }

  @Command('rooms.leave')
  async leave(call: Call<'rooms.leave'>): Promise<CommandReply<'rooms.leave'>> {
    return { event: viewOfEvent(await this.members.leave(roomCommandOf(call))) };
  }

  @Command('rooms.kick')
  async kick(call: Call<'rooms.kick'>): Promise<CommandReply<'rooms.kick'>> {
    return { event: viewOfEvent(await this.members.kick(roomCommandOf(call), call.payload.userId)) };
  }

  @Command('rooms.mute')
  async mute(call: Call<'rooms.mute'>): Promise<CommandReply<'rooms.mute'>> {
    const { userId, minutes } = call.payload;
    return { event: viewOfEvent(await this.members.mute(roomCommandOf(call), userId, minutes)) };
  }

  @Command('rooms.ban')
  async ban(call: Call<'rooms.ban'>): Promise<CommandReply<'rooms.ban'>> {
    const { userId, on, reason } = call.payload;
    const command = roomCommandOf(call);
    const event = on ? this.members.ban(command, userId, reason) : this.members.unban(command, userId);
    return { event: viewOfEvent(await event) };
  }

  /** Owners first, then users who are online, then the others, each by name. */
  private async sorted(members: readonly ListedMember[], reader: UserView | null): Promise<MemberView[]> {
    const availabilities = new Map(members.map(({ userId }) => [userId, this.userAvailability.of(userId)]));
    const online = [...availabilities].filter(([, availability]) => availability !== 'offline').map(([id]) => id);
    // Users appear offline to each other while either blocks the other.
    const blocked = reader ? await this.blocks.blockedAmong(reader.id, online) : new Set<string>();
    const ranked = members.map((member) => {
      const availability = blocked.has(member.userId) ? 'offline' : (availabilities.get(member.userId) ?? 'offline');
      return { member, availability, rank: rankOf(member, availability) };
    });
    ranked.sort((a, b) => a.rank - b.rank || compareNames(a.member.user.name, b.member.user.name));
    return ranked.map(({ member, availability }) => toMemberView(member, availability));
  }
}

const rankOf = ({ role }: ListedMember, availability: Availability): number => {
  if (role === 'owner') return 0;
  return availability === 'offline' ? 2 : 1;
};

const toMemberView = ({ user, role, joinedAt, mutedUntil }: ListedMember, availability: Availability): MemberView => ({
  user,
  role,
  availability,
  joinedAt,
  ...(mutedUntil !== null && { mutedUntil }),
});

const toBanView = ({ user, by, reason, at }: ListedBan) => ({ user, by, reason, at });
