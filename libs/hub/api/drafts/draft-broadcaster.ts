import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { DomainEvents } from '@visionary/kernel';
import { Broadcast } from '@visionary/platform/realtime';
import { DraftChanged, DraftRemoved } from '../../domain/drafts/events.js';
import { DraftViews } from './draft-views.js';
import { LocalUploadProgress } from './local-upload-progress.js';

/** A draft is told no more often than this: the first word at once, the last one in the end. */
const APART_MS = 500;

interface Moved {
  readonly draftId: string;
  readonly creatorId: string;
  readonly fileId: string;
  readonly received: number;
}

/** Tells a creator's pages, on every node, how their drafts are. */
@Injectable()
export class DraftBroadcaster implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger('Drafts');
  private readonly resting = new Map<string, { timer: NodeJS.Timeout; again: boolean }>();

  constructor(
    private readonly events: DomainEvents,
    private readonly views: DraftViews,
    private readonly here: LocalUploadProgress,
    private readonly broadcast: Broadcast,
  ) {}

  onModuleInit(): void {
    this.events.afterCommit(DraftChanged, ({ draftId, creatorId }) => this.tell(draftId, creatorId));
    this.events.afterCommit(DraftRemoved, ({ draftId, creatorId }) => {
      this.rest(draftId);
      this.broadcast.toUser(creatorId, 'hub.draftDeleted', { draftId });
    });
  }

  onApplicationShutdown(): void {
    for (const draftId of this.resting.keys()) this.rest(draftId);
  }

  moved({ draftId, creatorId, fileId, received }: Moved): void {
    this.here.set(fileId, received);
    this.tell(draftId, creatorId);
  }

  stopped(draftId: string, creatorId: string, fileId: string): void {
    this.here.forget(fileId);
    this.tell(draftId, creatorId);
  }

  private tell(draftId: string, creatorId: string): void {
    const resting = this.resting.get(draftId);
    if (resting) {
      resting.again = true;
      return;
    }
    const timer = setTimeout(() => {
      const { again } = this.resting.get(draftId) ?? { again: false };
      this.resting.delete(draftId);
      if (again) this.tell(draftId, creatorId);
    }, APART_MS).unref();
    this.resting.set(draftId, { timer, again: false });
    this.send(draftId, creatorId).catch((error: unknown) => this.logger.error('A draft could not be told', error));
  }

  private async send(draftId: string, creatorId: string): Promise<void> {
    const draft = await this.views.byId(draftId);
    if (draft) this.broadcast.toUser(creatorId, 'hub.draftUpdated', { draft });
  }

  private rest(draftId: string): void {
    clearTimeout(this.resting.get(draftId)?.timer);
    this.resting.delete(draftId);
  }
}
