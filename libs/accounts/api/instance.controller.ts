import { Body, Controller, Param, Query, Req } from '@nestjs/common';
import {
  type AccountList,
  type AccountsQuery,
  type SetAccountRole,
  type ClaimInstance as ClaimInstanceBody,
  Id,
  type MeView,
  ROUTES,
} from '@visionary/contract';
import { AdminDirectory, type Identity, CurrentUser } from '@visionary/platform/auth';
import { Route } from '@visionary/platform/http';
import type { Request } from 'express';
import { z } from 'zod';
import { userOf } from '../domain/user.js';
import { ChangeRole } from '../use-cases/change-role.js';
import { ClaimInstance } from '../use-cases/claim-instance.js';
import { ListAccounts } from '../use-cases/list-accounts.js';
import { toMeView } from './present.js';

const OneAccount = z.strictObject({ accountId: Id });

/** Who looks after the instance. */
@Controller()
export class InstanceController {
  constructor(
    private readonly claimInstance: ClaimInstance,
    private readonly listAccounts: ListAccounts,
    private readonly changeRole: ChangeRole,
    private readonly adminDirectory: AdminDirectory,
  ) {}

  @Route('claimInstance')
  async claim(
    @Body({ schema: ROUTES.claimInstance.body }) { token }: z.infer<typeof ClaimInstanceBody>,
    @CurrentUser() me: Identity,
    @Req() request: Request,
  ): Promise<MeView> {
    return toMeView(await this.claimInstance.run({ accountId: me.user.id, token, address: request.ip ?? '' }));
  }

  @Route('accounts')
  async accounts(
    @Query({ schema: ROUTES.accounts.query }) { search = '' }: z.infer<typeof AccountsQuery>,
    @CurrentUser() me: Identity,
  ): Promise<AccountList> {
    await this.adminDirectory.require(me.user);
    const found = await this.listAccounts.run(search);
    return {
      accounts: found.map((account) => {
        const { name, role, createdAt } = account;
        return { ...userOf(account), username: name, role, createdAt };
      }),
    };
  }

  @Route('setAccountRole')
  async appoint(
    @Param({ schema: OneAccount }) { accountId }: z.infer<typeof OneAccount>,
    @Body({ schema: ROUTES.setAccountRole.body }) { role }: z.infer<typeof SetAccountRole>,
    @CurrentUser() me: Identity,
  ): Promise<void> {
    await this.changeRole.run(me.user.id, accountId, role);
  }
}
