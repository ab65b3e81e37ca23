import { Injectable } from '@nestjs/common';
import { Clock } from '@visionary/kernel';
import { nobody, People, type Person } from '../domain/person.js';
import { type Member, Members } from '../domain/rooms.js';
import { type Ban, Sanctions } from '../domain/sanctions.js';

export interface ListedMember extends Member {
  readonly person: Person;
  /** Null, or in the future. */
  readonly mutedUntil: number | null;
}
export interface ListedBan extends Ban {
  readonly person: Person;
  readonly by: Person;
}

const BANS_AT_MOST = 500;

/** Who belongs to a room, and who is kept out of it. */
@Injectable()
export class ListMembers {
  constructor(
    private readonly members: Members,
    private readonly sanctions: Sanctions,
    private readonly people: People,
    private readonly clock: Clock,
  ) {}

  async run(roomId: string): Promise<ListedMember[]> {
    const members = await this.members.list(roomId);
    const mutes = await this.sanctions.mutesOf(roomId, this.clock.now());
    const people = await this.people.byIds(members.map(({ personId }) => personId));
    return members.map((member) => ({
      ...member,
      person: people.get(member.personId) ?? nobody(member.personId),
      mutedUntil: mutes.get(member.personId) ?? null,
    }));
  }

  /** The newest first. */
  async bans(roomId: string): Promise<ListedBan[]> {
    const bans = await this.sanctions.bansOf(roomId, BANS_AT_MOST);
    const people = await this.people.byIds([...new Set(bans.flatMap(({ personId, byId }) => [personId, byId]))]);
    const personOf = (id: string) => people.get(id) ?? nobody(id);
    return bans.map((ban) => ({ ...ban, person: personOf(ban.personId), by: personOf(ban.byId) }));
  }
}
