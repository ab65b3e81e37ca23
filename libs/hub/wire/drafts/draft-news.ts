import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { DomainEvents } from '@visionary/kernel';
import { Broadcast } from '@visionary/platform/realtime';
import { DraftChanged, DraftRemoved } from '../../domain/drafts/events.js';
import { DraftViews } from './draft-views.js';
import { ReceivedHere } from './received-here.js';

/** A draft is told no more often than this: the first word at once, the last one in the end. */
const APART_MS = 500;

interface Moved {
  readonly draftId: string;
  readonly makerId: string;
  readonly fileId: string;
  readonly received: number;
}

/** Tells a maker's pages, on every node, how their drafts are. */
@Injectable()
export class DraftNews implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger('Drafts');
  private readonly resting = new Map<string, { timer: NodeJS.Timeout; again: boolean }>();

  constructor(
    private readonly events: DomainEvents,
    private readonly views: DraftViews,
    private readonly here: ReceivedHere,
    private readonly broadcast: Broadcast,
  ) {}

  onModuleInit(): void {
    this.events.afterCommit(DraftChanged, ({ draftId, makerId }) => this.tell(draftId, makerId));
    this.events.afterCommit(DraftRemoved, ({ draftId, makerId }) => {
      this.rest(draftId);
      this.broadcast.toPerson(makerId, 'hub.draftRemoved', { draftId });
    });
  }

  onApplicationShutdown(): void {
    for (const draftId of this.resting.keys()) this.rest(draftId);
  }

  moved({ draftId, makerId, fileId, received }: Moved): void {
    this.here.set(fileId, received);
    this.tell(draftId, makerId);
  }

  stopped(draftId: string, makerId: string, fileId: string): void {
    this.here.forget(fileId);
    this.tell(draftId, makerId);
  }

  private tell(draftId: string, makerId: string): void {
    const resting = this.resting.get(draftId);
    if (resting) {
      resting.again = true;
      return;
    }
    const timer = setTimeout(() => {
      const { again } = this.resting.get(draftId) ?? { again: false };
      this.resting.delete(draftId);
      if (again) this.tell(draftId, makerId);
    }, APART_MS).unref();
    this.resting.set(draftId, { timer, again: false });
    this.send(draftId, makerId).catch((error: unknown) => this.logger.error('A draft could not be told', error));
  }

  private async send(draftId: string, makerId: string): Promise<void> {
    const draft = await this.views.byId(draftId);
    if (draft) this.broadcast.toPerson(makerId, 'hub.drafted', { draft });
  }

  private rest(draftId: string): void {
    clearTimeout(this.resting.get(draftId)?.timer);
    this.resting.delete(draftId);
  }
}
