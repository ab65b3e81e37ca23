import { Injectable } from '@nestjs/common';
import { Blocks } from '@visionary/accounts';
import { type Availability, type CommandReply, LIMITS, type MemberView, type PersonView } from '@visionary/contract';
import { type Call, Command, PeopleHere, RoomRights } from '@visionary/platform/realtime';
import { type ListedBan, type ListedMember, ListMembers } from '../usecases/list-members.js';

/** Owners first, then who is here, then the others by name. */
const rankOf = ({ role }: ListedMember, availability: Availability): number => {
  if (role === 'owner') return 0;
  return availability === 'offline' ? 2 : 1;
};

@Injectable()
export class MembersGateway {
  constructor(
    private readonly listMembers: ListMembers,
    private readonly peopleHere: PeopleHere,
    private readonly rights: RoomRights,
    private readonly blocks: Blocks,
  ) {}

  @Command('rooms.members')
  async members({ payload: { roomId }, person }: Call<'rooms.members'>): Promise<CommandReply<'rooms.members'>> {
    const listed = await this.listMembers.run(roomId);
    const members = (await this.inOrder(listed, person)).slice(0, LIMITS.membersListed);
    if (!(await this.rights.has(person, roomId, 'rooms.ban'))) return { members, total: listed.length };
    const bans = (await this.listMembers.bans(roomId)).map(viewOfBan);
    return { members, total: listed.length, bans };
  }

  private async inOrder(listed: readonly ListedMember[], reader: PersonView | null): Promise<MemberView[]> {
    const here = new Map(listed.map(({ personId }) => [personId, this.peopleHere.of(personId)]));
    const online = [...here].filter(([, availability]) => availability !== 'offline').map(([id]) => id);
    // To each other they are offline, whoever of the two has blocked the other.
    const apart = reader ? await this.blocks.apart(reader.id, online) : new Set<string>();
    const ranked = listed.map((member) => {
      const availability = apart.has(member.personId) ? 'offline' : (here.get(member.personId) ?? 'offline');
      return { member, availability, rank: rankOf(member, availability) };
    });
    ranked.sort((a, b) => a.rank - b.rank || compareNames(a.member.person.name, b.member.person.name));
    return ranked.map(({ member, availability }) => viewOfMember(member, availability));
  }
}

const { compare: compareNames } = new Intl.Collator();

const viewOfMember = (member: ListedMember, availability: Availability): MemberView => ({
  person: member.person,
  role: member.role,
  availability,
  joinedAt: member.joinedAt,
  ...(member.mutedUntil !== null && { mutedUntil: member.mutedUntil }),
});

const viewOfBan = ({ person, by, reason, at }: ListedBan) => ({ person, by, reason, at });
