import { Body, Controller, Param, Query } from '@nestjs/common';
import {
  type ChangeHubModel,
  type ChangeHubVersion,
  type HubDependants,
  type HubModelDetail,
  Id,
  ROUTES,
} from '@visionary/contract';
import { Admins, type Identity, SignedIn } from '@visionary/platform/auth';
import { Route } from '@visionary/platform/http';
import { z } from 'zod';
import type { Changer } from '../../domain/versions/rights.js';
import { ChangeModel } from '../../usecases/versions/change-model.js';
import { ChangeVersion } from '../../usecases/versions/change-version.js';
import { CountDependants } from '../../usecases/versions/count-dependants.js';
import { HubDetails } from './hub-details.js';

const OneModel = z.strictObject({ modelId: Id });
const OneVersion = z.strictObject({ versionId: Id });

/** What makers and moderators change of what is published. */
@Controller()
export class HubChangesController {
  constructor(
    private readonly changeModel: ChangeModel,
    private readonly changeVersion: ChangeVersion,
    private readonly countDependants: CountDependants,
    private readonly details: HubDetails,
    private readonly admins: Admins,
  ) {}

  @Route('changeHubModel')
  async model(
    @Param({ schema: OneModel }) { modelId }: z.infer<typeof OneModel>,
    @Body({ schema: ROUTES.changeHubModel.body }) changes: ChangeHubModel,
    @SignedIn() identity: Identity,
  ): Promise<HubModelDetail> {
    const who = await this.whoIs(identity);
    await this.changeModel.run(who, modelId, given(changes));
    return this.details.of(modelId, who.id);
  }

  @Route('changeHubVersion')
  async version(
    @Param({ schema: OneVersion }) { versionId }: z.infer<typeof OneVersion>,
    @Body({ schema: ROUTES.changeHubVersion.body }) changes: ChangeHubVersion,
    @SignedIn() identity: Identity,
  ): Promise<HubModelDetail> {
    const who = await this.whoIs(identity);
    const modelId = await this.changeVersion.run(who, versionId, given(changes));
    return this.details.of(modelId, who.id);
  }

  @Route('hubDependants')
  async dependants(
    @Param({ schema: OneModel }) { modelId }: z.infer<typeof OneModel>,
    @Query({ schema: ROUTES.hubDependants.query }) { versionId }: { versionId?: string },
    @SignedIn() identity: Identity,
  ): Promise<HubDependants> {
    return this.countDependants.run(await this.whoIs(identity), modelId, versionId);
  }

  private async whoIs({ person }: Identity): Promise<Changer> {
    return { id: person.id, moderates: (await this.admins.among([person.id], 'moderator')).has(person.id) };
  }
}

/** What is not said does not change. */
const given = <T extends object>(changes: T): { [K in keyof T]: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)) as never;
