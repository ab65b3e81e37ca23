import { Injectable } from '@nestjs/common';
import { type RoomViewers, RoomViewersRegistry } from '../domain/room-viewers.js';
import type { User } from '../domain/user.js';
import { Blocks } from '../storage/blocks.js';
import { UserSearch } from '../storage/user-search.js';
import { foldNameOrNull } from './name-keys.js';

export interface UserSearchQuery {
  readonly search: string;
  /** Null: a visitor. */
  readonly requesterId: string | null;
  /** Members of this room come first, and users who cannot see it are left out. */
  readonly roomId: string | undefined;
  readonly limit: number;
}

export interface FoundUser {
  readonly users: User[];
  readonly exactId?: string;
}

/** Finds users to message, mention or invite. Leaves out the requesting user and blocked users. */
@Injectable()
export class SearchUsers {
  constructor(
    private readonly users: UserSearch,
    private readonly roomViewers: RoomViewersRegistry,
    private readonly blocks: Blocks,
  ) {}

  async run(query: UserSearchQuery): Promise<User[]> {
    return (await this.find(query)).users;
  }

  /** Like `run`, with the user whose shown or sign-in name is the search text. */
  async find({ search, requesterId, roomId, limit }: UserSearchQuery): Promise<FoundUser> {
    const folded = foldNameOrNull(search);
    if (folded === null) return { users: [] };
    const viewers = await this.viewersOf(roomId, requesterId);
    if (!viewers) return { users: [] };
    // Fetches more than `limit`, because some results are filtered out below.
    const fetchLimit = 3 * limit;
    const members = await this.users.find(folded, viewers.memberIds, fetchLimit);
    const others = viewers.isOpen ? await this.users.find(folded, null, fetchLimit) : null;
    const found = new Map([...members.users, ...(others?.users ?? [])].map((user) => [user.id, user]));
    if (requesterId !== null) {
      found.delete(requesterId);
      for (const id of await this.blocks.blockedAmong(requesterId, [...found.keys()])) found.delete(id);
    }
    const users = [...found.values()].slice(0, limit);
    const exact = users.find(({ id }) => members.exactIds.has(id) || others?.exactIds.has(id));
    return { users, ...(exact && { exactId: exact.id }) };
  }

  private async viewersOf(roomId: string | undefined, requesterId: string | null): Promise<RoomViewers | null> {
    if (roomId === undefined) return { memberIds: [], isOpen: true };
    return requesterId === null ? null : this.roomViewers.of(roomId, requesterId);
  }
}
