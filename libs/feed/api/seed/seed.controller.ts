import { Controller } from '@nestjs/common';
import { LIMITS, type SeedStatus } from '@visionary/contract';
import { AdminDirectory, CurrentUser, type Identity } from '@visionary/platform/auth';
import { Route } from '@visionary/platform/http';
import { SeedRecordsRepository } from '../../storage/seed/seed-records.repository.js';
import { RemoveSeed } from '../../use-cases/seed/remove-seed.js';
import { SEED_JOB, SeedRunner } from './seed-runner.js';

/** Samples that an admin adds to an empty instance, and removes in one act. */
@Controller()
export class SeedController {
  constructor(
    private readonly admins: AdminDirectory,
    private readonly records: SeedRecordsRepository,
    private readonly runner: SeedRunner,
    private readonly removeSeed: RemoveSeed,
  ) {}

  @Route('seedStatus')
  async status(@CurrentUser() me: Identity): Promise<SeedStatus> {
    await this.admins.require(me.user);
    const images = (await this.records.of('post')).length;
    return { images, of: LIMITS.seedImages, isAdding: await this.records.hasJob(SEED_JOB) };
  }

  @Route('addSeed')
  async add(@CurrentUser() me: Identity): Promise<SeedStatus> {
    await this.admins.require(me.user);
    await this.runner.add();
    return this.status(me);
  }

  /** Also stops adding. */
  @Route('removeSeed')
  async remove(@CurrentUser() me: Identity): Promise<SeedStatus> {
    await this.admins.require(me.user);
    await this.runner.cancel();
    await this.removeSeed.run();
    return this.status(me);
  }
}
