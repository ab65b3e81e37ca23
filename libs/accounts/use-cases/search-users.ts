import { Injectable } from '@nestjs/common';
import { Blocks } from '../domain/blocks.js';
import { type RoomViewers, UserSearch, RoomViewersRegistry } from '../domain/user-search.js';
import type { User } from '../domain/user.js';
import { foldNameOrNull } from './name-keys.js';

export interface UserSearchQuery {
  readonly search: string;
  /** Null: a visitor. */
  readonly askerId: string | null;
  /** Whoever belongs to this room first, and nobody who cannot see it. */
  readonly roomId: string | undefined;
  readonly limit: number;
}

/** Users to write to, to call or to invite: not oneself, and nobody with whom one does not speak. */
@Injectable()
export class SearchUsers {
  constructor(
    private readonly users: UserSearch,
    private readonly circles: RoomViewersRegistry,
    private readonly blocks: Blocks,
  ) {}

  async run({ search, askerId, roomId, limit }: UserSearchQuery): Promise<User[]> {
    const folded = foldNameOrNull(search);
    if (folded === null) return [];
    const circle = await this.circleOf(roomId, askerId);
    if (!circle) return [];
    // More than are wanted, for some of them are left out.
    const enough = 3 * limit;
    const members = await this.users.find(folded, circle.memberIds, enough);
    const others = circle.isOpen ? await this.users.find(folded, null, enough) : [];
    const found = new Map([...members, ...others].map((user) => [user.id, user]));
    if (askerId === null) return [...found.values()].slice(0, limit);
    found.delete(askerId);
    const apart = await this.blocks.blockedAmong(askerId, [...found.keys()]);
    return [...found.values()].filter(({ id }) => !apart.has(id)).slice(0, limit);
  }

  private async circleOf(roomId: string | undefined, askerId: string | null): Promise<RoomViewers | null> {
    if (roomId === undefined) return { memberIds: [], isOpen: true };
    return askerId === null ? null : this.circles.of(roomId, askerId);
  }
}
