import { Controller, Param } from '@nestjs/common';
import { Users } from '@visionary/accounts';
import { TrustableKind, type TrustedModelList } from '@visionary/contract';
import { Rejection } from '@visionary/kernel';
import { AdminDirectory, CurrentUser, type Identity } from '@visionary/platform/auth';
import { Route } from '@visionary/platform/http';
import { TrustedModels } from '../use-cases/trusted-models.service.js';

/** Which models moderators vouch for. */
@Controller()
export class TrustedModelsController {
  constructor(
    private readonly trusted: TrustedModels,
    private readonly adminDirectory: AdminDirectory,
    private readonly users: Users,
  ) {}

  @Route('trustedModels')
  async list(@CurrentUser() { user }: Identity): Promise<TrustedModelList> {
    await this.adminDirectory.require(user, 'moderator');
    const list = await this.trusted.list();
    const users = await this.users.byIds(list.flatMap(({ by }) => by?.byId ?? []));
    return {
      trusted: list.map(({ kind, id, by }) => {
        const moderator = users.get(by?.byId ?? '');
        return { kind, id, isShipped: by === null, ...(by && { at: by.at }), ...(moderator && { by: moderator }) };
      }),
    };
  }

  @Route('trustModel')
  async trust(
    @CurrentUser() { user }: Identity,
    @Param('kind') kind: string,
    @Param('model') id: string,
  ): Promise<void> {
    await this.adminDirectory.require(user, 'moderator');
    await this.trusted.trust({ kind: parseKind(kind), id }, user.id);
  }

  @Route('untrustModel')
  async untrust(
    @CurrentUser() { user }: Identity,
    @Param('kind') kind: string,
    @Param('model') id: string,
  ): Promise<void> {
    await this.adminDirectory.require(user, 'moderator');
    await this.trusted.revoke({ kind: parseKind(kind), id }, user.id);
  }
}

const parseKind = (kind: string): TrustableKind => {
  const { data } = TrustableKind.safeParse(kind);
  if (!data) throw new Rejection('NOT_FOUND');
  return data;
};
