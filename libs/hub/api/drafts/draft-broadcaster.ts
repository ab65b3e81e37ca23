import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { DomainEvents } from '@visionary/kernel';
import { Broadcast } from '@visionary/platform/realtime';
import { DraftChanged, DraftRemoved } from '../../domain/drafts/events.js';
import { DraftViews } from './draft-views.js';

const BROADCAST_INTERVAL_MS = 500;

interface UploadProgress {
  readonly draftId: string;
  readonly creatorId: string;
  readonly fileId: string;
  readonly received: number;
}

/** Sends drafts to their creator's sockets on every node. Throttled per draft, leading and trailing edge. */
@Injectable()
export class DraftBroadcaster implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger('Drafts');
  private readonly throttled = new Map<string, { timer: NodeJS.Timeout; again: boolean }>();

  constructor(
    private readonly events: DomainEvents,
    private readonly views: DraftViews,
    private readonly broadcast: Broadcast,
  ) {}

  onModuleInit(): void {
    this.events.afterCommit(DraftChanged, ({ draftId, creatorId }) => this.touch(draftId, creatorId));
    this.events.afterCommit(DraftRemoved, ({ draftId, creatorId }) => {
      this.cancel(draftId);
      this.broadcast.toUser(creatorId, 'hub.draftDeleted', { draftId });
    });
  }

  onApplicationShutdown(): void {
    for (const draftId of this.throttled.keys()) this.cancel(draftId);
  }

  uploadProgressed({ draftId, creatorId, fileId, received }: UploadProgress): void {
    this.views.setReceived(fileId, received);
    this.touch(draftId, creatorId);
  }

  uploadStopped(draftId: string, creatorId: string, fileId: string): void {
    this.views.clearReceived(fileId);
    this.touch(draftId, creatorId);
  }

  private touch(draftId: string, creatorId: string): void {
    const throttled = this.throttled.get(draftId);
    if (throttled) {
      throttled.again = true;
      return;
    }
    const timer = setTimeout(() => {
      const { again } = this.throttled.get(draftId) ?? { again: false };
      this.throttled.delete(draftId);
      if (again) this.touch(draftId, creatorId);
    }, BROADCAST_INTERVAL_MS).unref();
    this.throttled.set(draftId, { timer, again: false });
    this.send(draftId, creatorId).catch((error: unknown) => this.logger.error('Failed to broadcast a draft', error));
  }

  private async send(draftId: string, creatorId: string): Promise<void> {
    const draft = await this.views.byId(draftId);
    if (draft) this.broadcast.toUser(creatorId, 'hub.draftUpdated', { draft });
  }

  private cancel(draftId: string): void {
    clearTimeout(this.throttled.get(draftId)?.timer);
    this.throttled.delete(draftId);
  }
}
