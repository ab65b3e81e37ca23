import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { AccountDeleted } from '@visionary/accounts';
import { DomainEvents } from '@visionary/kernel';
import { BlobStore } from '@visionary/platform/blobs';
import { isPicture } from './is-picture.js';
import { HubBlobsLeft } from '../../domain/events.js';
import { Shelf } from '../../domain/versions/shelf.js';
import { PartModels } from '../../usecases/versions/part-models.js';

/** Models go with their maker, in the same transaction; files go after the commit, since what is rolled back loses none. */
@Injectable()
export class ModelsFollowPeople implements OnModuleInit {
  private readonly logger = new Logger('Hub');

  constructor(
    private readonly events: DomainEvents,
    private readonly part: PartModels,
    private readonly shelf: Shelf,
    private readonly blobs: BlobStore,
  ) {}

  onModuleInit(): void {
    this.events.beforeCommit(AccountDeleted, ({ personId }) => this.part.run(personId));
    this.events.afterCommit(HubBlobsLeft, async ({ keys, areSamples }) => {
      for (const key of keys) await this.drop(key, areSamples);
    });
  }

  /** One that cannot be taken away keeps none of the others; the sweep finds it later. */
  private async drop(key: string, isSample: boolean): Promise<void> {
    // Whoever brings somebody's picture among their files, under whatever name, must not take it away with them.
    if (!isSample && (await isPicture(this.blobs, key))) return;
    await this.blobs
      .drop(key, () => this.shelf.isNeeded(key))
      .catch((error: unknown) => {
        this.logger.error('A file of a removed version could not be taken away', { key }, error);
      });
  }
}
