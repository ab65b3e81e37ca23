import { Controller, Param } from '@nestjs/common';
import { Id } from '@visionary/contract';
import { Admins, type Identity, SignedIn } from '@visionary/platform/auth';
import { Route } from '@visionary/platform/http';
import { z } from 'zod';
import type { Changer } from '../../domain/versions/rights.js';
import { RemoveModel } from '../../usecases/versions/remove-model.js';
import { RemoveVersion } from '../../usecases/versions/remove-version.js';

const OneModel = z.strictObject({ modelId: Id });
const OneVersion = z.strictObject({ versionId: Id });

/** What makers and moderators take away for good. */
@Controller()
export class HubRemovalsController {
  constructor(
    private readonly removeModel: RemoveModel,
    private readonly removeVersion: RemoveVersion,
    private readonly admins: Admins,
  ) {}

  @Route('removeHubModel')
  async model(
    @Param({ schema: OneModel }) { modelId }: z.infer<typeof OneModel>,
    @SignedIn() identity: Identity,
  ): Promise<void> {
    await this.removeModel.run(await this.whoIs(identity), modelId);
  }

  @Route('removeHubVersion')
  async version(
    @Param({ schema: OneVersion }) { versionId }: z.infer<typeof OneVersion>,
    @SignedIn() identity: Identity,
  ): Promise<void> {
    await this.removeVersion.run(await this.whoIs(identity), versionId);
  }

  private async whoIs({ person }: Identity): Promise<Changer> {
    return { id: person.id, moderates: (await this.admins.among([person.id], 'moderator')).has(person.id) };
  }
}
