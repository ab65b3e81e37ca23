import { Controller, Param } from '@nestjs/common';
import { Id } from '@visionary/contract';
import { AdminDirectory, type Identity, CurrentUser } from '@visionary/platform/auth';
import { Route } from '@visionary/platform/http';
import { z } from 'zod';
import type { ModelActor } from '../../domain/versions/rights.js';
import { RemoveModel } from '../../use-cases/versions/remove-model.js';
import { RemoveVersion } from '../../use-cases/versions/remove-version.js';

const OneModel = z.strictObject({ modelId: Id });
const OneVersion = z.strictObject({ versionId: Id });

/** What creators and moderators take away for good. */
@Controller()
export class HubRemovalsController {
  constructor(
    private readonly removeModel: RemoveModel,
    private readonly removeVersion: RemoveVersion,
    private readonly adminDirectory: AdminDirectory,
  ) {}

  @Route('deleteHubModel')
  async model(
    @Param({ schema: OneModel }) { modelId }: z.infer<typeof OneModel>,
    @CurrentUser() identity: Identity,
  ): Promise<void> {
    await this.removeModel.run(await this.whoIs(identity), modelId);
  }

  @Route('deleteHubVersion')
  async version(
    @Param({ schema: OneVersion }) { versionId }: z.infer<typeof OneVersion>,
    @CurrentUser() identity: Identity,
  ): Promise<void> {
    await this.removeVersion.run(await this.whoIs(identity), versionId);
  }

  private async whoIs({ user }: Identity): Promise<ModelActor> {
    return { id: user.id, isModerator: (await this.adminDirectory.among([user.id], 'moderator')).has(user.id) };
  }
}
