import { Controller, Param, Query } from '@nestjs/common';
import { type BlockedUsers, Id, LIMITS, type UserList, type UserSearchQuery, ROUTES } from '@visionary/contract';
import { type Identity, CurrentUser } from '@visionary/platform/auth';
import { Route } from '@visionary/platform/http';
import { z } from 'zod';
import { Blocks } from '../domain/blocks.js';
import { Block } from '../use-cases/block.js';
import { SearchUsers } from '../use-cases/search-users.js';
import { Users } from '../use-cases/users.js';

const Somebody = z.strictObject({ userId: Id });

/** Other users: whom I look for, and from whom I do not want to hear. */
@Controller()
export class UsersController {
  constructor(
    private readonly searchUsers: SearchUsers,
    private readonly users: Users,
    private readonly blocks: Blocks,
    private readonly blockUseCase: Block,
  ) {}

  @Route('searchUsers')
  async find(
    @Query({ schema: ROUTES.searchUsers.query }) { search, roomId }: z.infer<typeof UserSearchQuery>,
    @CurrentUser() { user: { id: askerId } }: Identity,
  ): Promise<UserList> {
    return { users: await this.searchUsers.run({ search, roomId, askerId, limit: LIMITS.userSearchResults }) };
  }

  @Route('blocks')
  async blocked(@CurrentUser() me: Identity): Promise<BlockedUsers> {
    const ids = await this.blocks.of(me.user.id);
    const found = await this.users.byIds(ids);
    return { users: ids.flatMap((id) => found.get(id) ?? []) };
  }

  @Route('block')
  async block(
    @Param({ schema: Somebody }) { userId }: z.infer<typeof Somebody>,
    @CurrentUser() me: Identity,
  ): Promise<void> {
    await this.blockUseCase.run(me.user.id, userId, true);
  }

  @Route('unblock')
  async unblock(
    @Param({ schema: Somebody }) { userId }: z.infer<typeof Somebody>,
    @CurrentUser() me: Identity,
  ): Promise<void> {
    await this.blockUseCase.run(me.user.id, userId, false);
  }
}
