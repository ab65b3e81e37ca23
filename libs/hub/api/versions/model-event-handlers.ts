import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { AccountDeleted } from '@visionary/accounts';
import { DomainEvents, type DomainEventType } from '@visionary/kernel';
import { UnreferencedBlobs } from '@visionary/platform/blobs';
import { PromptPrefixesService } from '@visionary/safety';
import {
  HubBlobsReleased,
  HubModelChanged,
  HubModelRemoved,
  VersionPublished,
  VersionWithdrawn,
} from '../../domain/events.js';
import { ModelsService } from '../../use-cases/versions/models.service.js';
import { PublishedVersions } from '../../storage/sql-published-versions.js';

const REVISION_EVENTS: readonly DomainEventType<object>[] = [VersionPublished, VersionWithdrawn, HubModelRemoved];

/** Reacts to changes of models inside their transaction, and deletes blobs after the commit. */
@Injectable()
export class ModelEventHandlers implements OnModuleInit {
  private readonly logger = new Logger('Hub');

  constructor(
    private readonly events: DomainEvents,
    private readonly models: ModelsService,
    private readonly publishedVersions: PublishedVersions,
    private readonly promptPrefixes: PromptPrefixesService,
    private readonly unreferencedBlobs: UnreferencedBlobs,
  ) {}

  onModuleInit(): void {
    this.events.beforeCommit(AccountDeleted, ({ userId }) => this.models.removeAllOf(userId));
    this.events.beforeCommit(VersionWithdrawn, async ({ version, reason }) => {
      if (reason === 'removed') await this.promptPrefixes.deleteOfModel(version.useId);
    });
    // Nodes without a common bus compare the revision.
    for (const event of REVISION_EVENTS) this.events.beforeCommit(event, () => this.publishedVersions.raiseRevision());
    this.events.beforeCommit(HubModelChanged, async ({ isOnlySamples }) => {
      if (!isOnlySamples) await this.publishedVersions.raiseRevision();
    });
    this.events.afterCommit(HubBlobsReleased, async ({ keys }) => {
      for (const key of keys) await this.dropBlob(key);
    });
  }

  /** The sweep deletes later what fails here. */
  private async dropBlob(key: string): Promise<void> {
    await this.unreferencedBlobs.drop(key).catch((error: unknown) => {
      this.logger.error('Failed to delete a blob of a removed version', { key }, error);
    });
  }
}
