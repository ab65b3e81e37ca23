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

/** Finds users to message, mention or invite. Leaves out the requesting user and blocked users. */
@Injectable()
export class SearchUsers {
  constructor(
    private readonly users: UserSearch,
    private readonly roomViewers: RoomViewersRegistry,
    private readonly blocks: Blocks,
  ) {}

  async run({ search, requesterId, roomId, limit }: UserSearchQuery): Promise<User[]> {
    const folded = foldNameOrNull(search);
    if (folded === null) return [];
    const viewers = await this.viewersOf(roomId, requesterId);
    if (!viewers) return [];
    // Fetches more than `limit`, because some results are filtered out below.
    const fetchLimit = 3 * limit;
    const members = await this.users.find(folded, viewers.memberIds, fetchLimit);
    const others = viewers.isOpen ? await this.users.find(folded, null, fetchLimit) : [];
    const found = new Map([...members, ...others].map((user) => [user.id, user]));
    if (requesterId === null) return [...found.values()].slice(0, limit);
    found.delete(requesterId);
    const blocked = await this.blocks.blockedAmong(requesterId, [...found.keys()]);
    return [...found.values()].filter(({ id }) => !blocked.has(id)).slice(0, limit);
  }

  private async viewersOf(roomId: string | undefined, requesterId: string | null): Promise<RoomViewers | null> {
    if (roomId === undefined) return { memberIds: [], isOpen: true };
    return requesterId === null ? null : this.roomViewers.of(roomId, requesterId);
  }
}
