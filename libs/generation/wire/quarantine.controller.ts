import { Controller, Param } from '@nestjs/common';
import { Admins, type Identity, MaybeSignedIn } from '@visionary/platform/auth';
import { Route } from '@visionary/platform/http';
import { ReleaseModel } from '../usecases/release-model.js';

/** Models that are held back, for admins. */
@Controller()
export class QuarantineController {
  constructor(
    private readonly admins: Admins,
    private readonly releaseModel: ReleaseModel,
  ) {}

  @Route('releaseModel')
  async release(@MaybeSignedIn() identity: Identity | null, @Param('model') model: string): Promise<void> {
    await this.admins.require(identity?.person ?? null);
    await this.releaseModel.run(model);
  }
}
