import { Controller, Query } from '@nestjs/common';
import { type BlockedUsers, LIMITS, type UserList, type UserSearchQuery, ROUTES } from '@visionary/contract';
import { CurrentUser, type Identity } from '@visionary/platform/auth';
import { PathId, Route } from '@visionary/platform/http';
import { z } from 'zod';
import { BlocksService } from '../use-cases/blocks.service.js';
import { SearchUsers } from '../use-cases/search-users.js';
import { Users } from '../use-cases/users.js';

/** Searching and blocking other users. */
@Controller()
export class UsersController {
  constructor(
    private readonly searchUsers: SearchUsers,
    private readonly users: Users,
    private readonly blocks: BlocksService,
  ) {}

  @Route('searchUsers')
  async search(
    @Query({ schema: ROUTES.searchUsers.query }) { search, roomId }: z.infer<typeof UserSearchQuery>,
    @CurrentUser() { user: { id: requesterId } }: Identity,
  ): Promise<UserList> {
    const { users, exactId } = await this.searchUsers.find({
      search,
      roomId,
      requesterId,
      limit: LIMITS.userSearchResults,
    });
    return { users, ...(exactId !== undefined && { exactId }) };
  }

  @Route('blocks')
  async blockedUsers(@CurrentUser() me: Identity): Promise<BlockedUsers> {
    const ids = await this.blocks.blockedBy(me.user.id);
    const users = await this.users.byIds(ids);
    return { users: ids.flatMap((id) => users.get(id) ?? []) };
  }

  @Route('block')
  async block(@PathId('userId') userId: string, @CurrentUser() me: Identity): Promise<void> {
    await this.blocks.block(me.user.id, userId);
  }

  @Route('unblock')
  async unblock(@PathId('userId') userId: string, @CurrentUser() me: Identity): Promise<void> {
    await this.blocks.unblock(me.user.id, userId);
  }
}
