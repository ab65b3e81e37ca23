import { Body, Controller, type OnModuleInit, Query, Req } from '@nestjs/common';
import {
  type AccountList,
  type AccountsQuery,
  type ClaimInstance,
  type InstanceView,
  type MeView,
  ROUTES,
  type SetAccountRole,
  type UpdateInstance,
} from '@visionary/contract';
import { AdminDirectory, CurrentUser, type Identity } from '@visionary/platform/auth';
import { LinkPreviews, PathId, Route } from '@visionary/platform/http';
import type { Request } from 'express';
import { z } from 'zod';
import { userOf } from '../domain/user.js';
import { InstanceProfile } from '../use-cases/instance-profile.js';
import { InstanceService } from '../use-cases/instance.service.js';
import { toMeView } from './views.js';

/** Admins of the instance. */
@Controller()
export class InstanceController implements OnModuleInit {
  constructor(
    private readonly instance: InstanceService,
    private readonly profile: InstanceProfile,
    private readonly adminDirectory: AdminDirectory,
    private readonly linkPreviews: LinkPreviews,
  ) {}

  onModuleInit(): void {
    this.linkPreviews.setSite(() => this.profile.get());
  }

  @Route('claimInstance')
  async claim(
    @Body({ schema: ROUTES.claimInstance.body }) { token }: z.infer<typeof ClaimInstance>,
    @CurrentUser() me: Identity,
    @Req() request: Request,
  ): Promise<MeView> {
    return toMeView(await this.instance.claim({ accountId: me.user.id, token, address: request.ip ?? '' }));
  }

  @Route('updateInstance')
  async update(
    @Body({ schema: ROUTES.updateInstance.body }) changes: UpdateInstance,
    @CurrentUser() me: Identity,
  ): Promise<InstanceView> {
    await this.adminDirectory.require(me.user);
    return this.profile.update(changes);
  }

  @Route('accounts')
  async accounts(
    @Query({ schema: ROUTES.accounts.query }) { search = '', names }: AccountsQuery,
    @CurrentUser() me: Identity,
  ): Promise<AccountList> {
    await this.adminDirectory.require(me.user);
    const accounts = names ? await this.instance.withReservedNames() : await this.instance.search(search);
    return {
      accounts: accounts.map((account) => {
        const { name, role, createdAt } = account;
        const hasReservedName = this.instance.hasReservedName(account);
        return {
          ...userOf(account),
          username: name,
          role,
          createdAt,
          ...(hasReservedName && { hasReservedName }),
        };
      }),
    };
  }

  @Route('setAccountRole')
  async setRole(
    @PathId('accountId') accountId: string,
    @Body({ schema: ROUTES.setAccountRole.body }) { role }: z.infer<typeof SetAccountRole>,
    @CurrentUser() me: Identity,
  ): Promise<void> {
    await this.instance.setRole(me.user.id, accountId, role);
  }
}
