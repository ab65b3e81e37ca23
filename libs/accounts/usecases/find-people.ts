import { Injectable } from '@nestjs/common';
import { Blocks } from '../domain/blocks.js';
import { type Circle, PeopleSearch, RoomCircles } from '../domain/people-search.js';
import type { Person } from '../domain/person.js';
import { foldedOrNull } from './name-keys.js';

export interface PeopleWanted {
  readonly search: string;
  /** Null: a visitor. */
  readonly askerId: string | null;
  /** Whoever belongs to this room first, and nobody who cannot see it. */
  readonly roomId: string | undefined;
  readonly limit: number;
}

/** People to write to, to call or to invite: not oneself, and nobody with whom one does not speak. */
@Injectable()
export class FindPeople {
  constructor(
    private readonly people: PeopleSearch,
    private readonly circles: RoomCircles,
    private readonly blocks: Blocks,
  ) {}

  async run({ search, askerId, roomId, limit }: PeopleWanted): Promise<Person[]> {
    const folded = foldedOrNull(search);
    if (folded === null) return [];
    const circle = await this.circleOf(roomId, askerId);
    if (!circle) return [];
    // More than are wanted, for some of them are left out.
    const enough = 3 * limit;
    const members = await this.people.find(folded, circle.memberIds, enough);
    const others = circle.isOpen ? await this.people.find(folded, null, enough) : [];
    const found = new Map([...members, ...others].map((person) => [person.id, person]));
    if (askerId === null) return [...found.values()].slice(0, limit);
    found.delete(askerId);
    const apart = await this.blocks.apart(askerId, [...found.keys()]);
    return [...found.values()].filter(({ id }) => !apart.has(id)).slice(0, limit);
  }

  private async circleOf(roomId: string | undefined, askerId: string | null): Promise<Circle | null> {
    if (roomId === undefined) return { memberIds: [], isOpen: true };
    return askerId === null ? null : this.circles.of(roomId, askerId);
  }
}
