import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { AccountDeleted } from '@visionary/accounts';
import { DomainEvents } from '@visionary/kernel';
import { UnreferencedBlobs } from '@visionary/platform/blobs';
import { HubBlobsReleased } from '../../domain/events.js';
import { DeleteModelsOfUser } from '../../use-cases/versions/delete-models-of-user.js';

/** Models go with their creator, in the same transaction; files go after the commit, since what is rolled back loses none. */
@Injectable()
export class ModelAccountCleanup implements OnModuleInit {
  private readonly logger = new Logger('Hub');

  constructor(
    private readonly events: DomainEvents,
    private readonly part: DeleteModelsOfUser,
    private readonly unreferencedBlobs: UnreferencedBlobs,
  ) {}

  onModuleInit(): void {
    this.events.beforeCommit(AccountDeleted, ({ userId }) => this.part.run(userId));
    this.events.afterCommit(HubBlobsReleased, async ({ keys }) => {
      for (const key of keys) await this.drop(key);
    });
  }

  /** One that cannot be taken away keeps none of the others; the sweep finds it later. */
  private async drop(key: string): Promise<void> {
    await this.unreferencedBlobs.drop(key).catch((error: unknown) => {
      this.logger.error('A file of a removed version could not be taken away', { key }, error);
    });
  }
}
