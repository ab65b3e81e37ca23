import { Injectable } from '@nestjs/common';
import { DomainEvents } from '@visionary/kernel';
import { Broadcast, type LiveSubject, LiveSubjects } from '@visionary/platform/realtime';
import { DraftChanged, DraftRemoved } from '../../domain/drafts/events.js';
import { DraftViews } from './draft-views.js';

interface ChangedDraft {
  readonly draftId: string;
  readonly creatorId: string;
}

interface UploadProgress extends ChangedDraft {
  readonly fileId: string;
  readonly received: number;
}

/** Sends drafts to their creator's sockets on every node. Only the node that receives an upload knows its progress. */
@Injectable()
export class DraftBroadcaster {
  private readonly changes: LiveSubject<ChangedDraft>;

  constructor(
    live: LiveSubjects,
    events: DomainEvents,
    private readonly views: DraftViews,
    broadcast: Broadcast,
  ) {
    this.changes = live
      .declare<ChangedDraft>({
        topic: 'hub.draftUpdated',
        isLocal: true,
        intervalMs: 500,
        keyOf: ({ draftId }) => draftId,
        broadcast: async (changed) => {
          for (const { draftId, creatorId } of changed) {
            const draft = await views.byId(draftId);
            if (draft) broadcast.toUser(creatorId, 'hub.draftUpdated', { draft });
          }
        },
      })
      .when(DraftChanged, ({ draftId, creatorId }) => ({ draftId, creatorId }));
    events.afterCommit(DraftRemoved, ({ draftId, creatorId }) => {
      this.changes.cancel(draftId);
      broadcast.toUser(creatorId, 'hub.draftDeleted', { draftId });
    });
  }

  uploadProgressed({ draftId, creatorId, fileId, received }: UploadProgress): void {
    this.views.setReceived(fileId, received);
    this.changes.touch({ draftId, creatorId });
  }

  uploadStopped(draftId: string, creatorId: string, fileId: string): void {
    this.views.clearReceived(fileId);
    this.changes.touch({ draftId, creatorId });
  }
}
