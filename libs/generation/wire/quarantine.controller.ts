import { Controller, Param } from '@nestjs/common';
import { QuarantineVersion } from '@visionary/hub';
import { Admins, type Identity, MaybeSignedIn } from '@visionary/platform/auth';
import { Route } from '@visionary/platform/http';
import { ReleaseModel } from '../usecases/release-model.js';

/** Models that are held back, for admins. */
@Controller()
export class QuarantineController {
  constructor(
    private readonly admins: Admins,
    private readonly releaseModel: ReleaseModel,
    private readonly versions: QuarantineVersion,
  ) {}

  @Route('releaseModel')
  async release(@MaybeSignedIn() identity: Identity | null, @Param('model') model: string): Promise<void> {
    await this.admins.require(identity?.person ?? null);
    await this.releaseModel.run(model);
    await this.versions.release(model);
  }
}
