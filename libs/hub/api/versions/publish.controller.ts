import { Controller, Param } from '@nestjs/common';
import { type HubModelDetail, Id } from '@visionary/contract';
import { Rejection } from '@visionary/kernel';
import { type Identity, CurrentUser } from '@visionary/platform/auth';
import { Route } from '@visionary/platform/http';
import { z } from 'zod';
import { Versions } from '../../domain/version.js';
import { PublishCheckedDraft } from '../../use-cases/versions/publish-checked-draft.js';
import { HubDetails } from './hub-details.js';

const OneOf = z.strictObject({ draftId: Id });

@Controller()
export class PublishController {
  constructor(
    private readonly publishCheckedDraft: PublishCheckedDraft,
    private readonly versions: Versions,
    private readonly details: HubDetails,
  ) {}

  /** @throws Rejection as PublishCheckedDraft; HUB_VERSION_NOT_FOUND where it was published, and is gone */
  @Route('publishHubDraft')
  async publish(
    @Param({ schema: OneOf }) { draftId }: z.infer<typeof OneOf>,
    @CurrentUser() { user }: Identity,
  ): Promise<HubModelDetail> {
    const version = await this.versions.byId(await this.publishCheckedDraft.run(user.id, draftId));
    if (!version) throw new Rejection('HUB_VERSION_NOT_FOUND');
    return this.details.of(version.modelId, user.id);
  }
}
