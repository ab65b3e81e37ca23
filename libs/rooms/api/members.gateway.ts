import { Injectable } from '@nestjs/common';
import { Blocks } from '@visionary/accounts';
import { type Availability, type CommandReply, LIMITS, type MemberView, type UserView } from '@visionary/contract';
import { type Call, Command, UserAvailability, RoomRights } from '@visionary/platform/realtime';
import { type ListedBan, type ListedMember, ListMembers } from '../use-cases/list-members.js';

/** Owners first, then who is here, then the others by name. */
const rankOf = ({ role }: ListedMember, availability: Availability): number => {
  if (role === 'owner') return 0;
  return availability === 'offline' ? 2 : 1;
};

@Injectable()
export class MembersGateway {
  constructor(
    private readonly listMembers: ListMembers,
    private readonly userAvailability: UserAvailability,
    private readonly rights: RoomRights,
    private readonly blocks: Blocks,
  ) {}

  @Command('rooms.listMembers')
  async members({ payload: { roomId }, user }: Call<'rooms.listMembers'>): Promise<CommandReply<'rooms.listMembers'>> {
    const listed = await this.listMembers.run(roomId);
    const members = (await this.inOrder(listed, user)).slice(0, LIMITS.membersPerPage);
    if (!(await this.rights.has(user, roomId, 'rooms.ban'))) return { members, total: listed.length };
    const bans = (await this.listMembers.bans(roomId)).map(viewOfBan);
    return { members, total: listed.length, bans };
  }

  private async inOrder(listed: readonly ListedMember[], reader: UserView | null): Promise<MemberView[]> {
    const here = new Map(listed.map(({ userId }) => [userId, this.userAvailability.of(userId)]));
    const online = [...here].filter(([, availability]) => availability !== 'offline').map(([id]) => id);
    // To each other they are offline, whoever of the two has blocked the other.
    const apart = reader ? await this.blocks.blockedAmong(reader.id, online) : new Set<string>();
    const ranked = listed.map((member) => {
      const availability = apart.has(member.userId) ? 'offline' : (here.get(member.userId) ?? 'offline');
      return { member, availability, rank: rankOf(member, availability) };
    });
    ranked.sort((a, b) => a.rank - b.rank || compareNames(a.member.user.name, b.member.user.name));
    return ranked.map(({ member, availability }) => viewOfMember(member, availability));
  }
}

const { compare: compareNames } = new Intl.Collator();

const viewOfMember = (member: ListedMember, availability: Availability): MemberView => ({
  user: member.user,
  role: member.role,
  availability,
  joinedAt: member.joinedAt,
  ...(member.mutedUntil !== null && { mutedUntil: member.mutedUntil }),
});

const viewOfBan = ({ user, by, reason, at }: ListedBan) => ({ user, by, reason, at });
