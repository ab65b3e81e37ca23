import { Body, Controller, Param, Query } from '@nestjs/common';
import {
  type UpdateHubModel,
  type UpdateHubVersion,
  type VersionUsage,
  type HubModelDetail,
  Id,
  ROUTES,
} from '@visionary/contract';
import { AdminDirectory, type Identity, CurrentUser } from '@visionary/platform/auth';
import { Route } from '@visionary/platform/http';
import { z } from 'zod';
import type { ModelActor } from '../../domain/versions/rights.js';
import { ChangeModel } from '../../use-cases/versions/change-model.js';
import { ChangeVersion } from '../../use-cases/versions/change-version.js';
import { CountVersionUsage } from '../../use-cases/versions/count-version-usage.js';
import { HubDetails } from './hub-details.js';

const OneModel = z.strictObject({ modelId: Id });
const OneVersion = z.strictObject({ versionId: Id });

/** What creators and moderators change of what is published. */
@Controller()
export class HubChangesController {
  constructor(
    private readonly changeModel: ChangeModel,
    private readonly changeVersion: ChangeVersion,
    private readonly countVersionUsage: CountVersionUsage,
    private readonly details: HubDetails,
    private readonly adminDirectory: AdminDirectory,
  ) {}

  @Route('updateHubModel')
  async model(
    @Param({ schema: OneModel }) { modelId }: z.infer<typeof OneModel>,
    @Body({ schema: ROUTES.updateHubModel.body }) changes: UpdateHubModel,
    @CurrentUser() identity: Identity,
  ): Promise<HubModelDetail> {
    const who = await this.whoIs(identity);
    await this.changeModel.run(who, modelId, given(changes));
    return this.details.of(modelId, who.id);
  }

  @Route('updateHubVersion')
  async version(
    @Param({ schema: OneVersion }) { versionId }: z.infer<typeof OneVersion>,
    @Body({ schema: ROUTES.updateHubVersion.body }) changes: UpdateHubVersion,
    @CurrentUser() identity: Identity,
  ): Promise<HubModelDetail> {
    const who = await this.whoIs(identity);
    const modelId = await this.changeVersion.run(who, versionId, given(changes));
    return this.details.of(modelId, who.id);
  }

  @Route('hubModelUsage')
  async dependants(
    @Param({ schema: OneModel }) { modelId }: z.infer<typeof OneModel>,
    @Query({ schema: ROUTES.hubModelUsage.query }) { versionId }: { versionId?: string },
    @CurrentUser() identity: Identity,
  ): Promise<VersionUsage> {
    return this.countVersionUsage.run(await this.whoIs(identity), modelId, versionId);
  }

  private async whoIs({ user }: Identity): Promise<ModelActor> {
    return { id: user.id, isModerator: (await this.adminDirectory.among([user.id], 'moderator')).has(user.id) };
  }
}

/** What is not said does not change. */
const given = <T extends object>(changes: T): { [K in keyof T]: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)) as never;
