import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { AccountDeleted } from '@visionary/accounts';
import { DomainEvents } from '@visionary/kernel';
import { Leftovers } from '@visionary/platform/blobs';
import { HubBlobsLeft } from '../../domain/events.js';
import { PartModels } from '../../usecases/versions/part-models.js';

/** Models go with their maker, in the same transaction; files go after the commit, since what is rolled back loses none. */
@Injectable()
export class ModelsFollowPeople implements OnModuleInit {
  private readonly logger = new Logger('Hub');

  constructor(
    private readonly events: DomainEvents,
    private readonly part: PartModels,
    private readonly leftovers: Leftovers,
  ) {}

  onModuleInit(): void {
    this.events.beforeCommit(AccountDeleted, ({ personId }) => this.part.run(personId));
    this.events.afterCommit(HubBlobsLeft, async ({ keys }) => {
      for (const key of keys) await this.drop(key);
    });
  }

  /** One that cannot be taken away keeps none of the others; the sweep finds it later. */
  private async drop(key: string): Promise<void> {
    await this.leftovers.drop(key).catch((error: unknown) => {
      this.logger.error('A file of a removed version could not be taken away', { key }, error);
    });
  }
}
