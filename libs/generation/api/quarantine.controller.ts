import { Controller, Param } from '@nestjs/common';
import { AdminDirectory, type Identity, OptionalUser } from '@visionary/platform/auth';
import { Route } from '@visionary/platform/http';
import { ReleaseModel } from '../use-cases/release-model.js';

/** Models that are held back, for admins. */
@Controller()
export class QuarantineController {
  constructor(
    private readonly adminDirectory: AdminDirectory,
    private readonly releaseModel: ReleaseModel,
  ) {}

  @Route('releaseQuarantinedModel')
  async release(@OptionalUser() identity: Identity | null, @Param('model') model: string): Promise<void> {
    await this.adminDirectory.require(identity?.user ?? null);
    await this.releaseModel.run(model);
  }
}
