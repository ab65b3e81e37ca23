import { Body, Controller, Param, Query, Req } from '@nestjs/common';
import {
  type AccountsFound,
  type AccountsQuery,
  type Appoint,
  type ClaimInstance as ClaimInstanceBody,
  Id,
  type MeView,
  ROUTES,
} from '@visionary/contract';
import { Admins, type Identity, SignedIn } from '@visionary/platform/auth';
import { Route } from '@visionary/platform/http';
import type { Request } from 'express';
import { z } from 'zod';
import { personOf } from '../domain/person.js';
import { ChangeRole } from '../usecases/change-role.js';
import { ClaimInstance } from '../usecases/claim-instance.js';
import { ListAccounts } from '../usecases/list-accounts.js';
import { presentMe } from './present.js';

const OneAccount = z.strictObject({ accountId: Id });

/** Who looks after the instance. */
@Controller()
export class InstanceController {
  constructor(
    private readonly claimInstance: ClaimInstance,
    private readonly listAccounts: ListAccounts,
    private readonly changeRole: ChangeRole,
    private readonly admins: Admins,
  ) {}

  @Route('claimInstance')
  async claim(
    @Body({ schema: ROUTES.claimInstance.body }) { token }: z.infer<typeof ClaimInstanceBody>,
    @SignedIn() me: Identity,
    @Req() request: Request,
  ): Promise<MeView> {
    return presentMe(await this.claimInstance.run({ accountId: me.person.id, token, address: request.ip ?? '' }));
  }

  @Route('accounts')
  async accounts(
    @Query({ schema: ROUTES.accounts.query }) { search = '' }: z.infer<typeof AccountsQuery>,
    @SignedIn() me: Identity,
  ): Promise<AccountsFound> {
    await this.admins.require(me.person);
    const found = await this.listAccounts.run(search);
    return {
      accounts: found.map((account) => {
        const { name, role, createdAt } = account;
        return { ...personOf(account), signInName: name, role, createdAt };
      }),
    };
  }

  @Route('appoint')
  async appoint(
    @Param({ schema: OneAccount }) { accountId }: z.infer<typeof OneAccount>,
    @Body({ schema: ROUTES.appoint.body }) { role }: z.infer<typeof Appoint>,
    @SignedIn() me: Identity,
  ): Promise<void> {
    await this.changeRole.run(me.person.id, accountId, role);
  }
}
