import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { DomainEvents } from '@visionary/kernel';
import { Config } from '@visionary/platform/config';
import type { Draft } from '../../domain/drafts.js';
import type { DraftFileForWork } from '../../domain/drafts/draft-files.js';
import { DraftRepository } from '../../domain/drafts/draft-repository.js';
import { DraftWorkAvailable } from '../../domain/drafts/events.js';
import { DraftsService } from '../../use-cases/drafts/drafts.service.js';
import { DraftCheckTask } from './draft-check-task.js';
import { FileInspectionTask } from './file-inspection-task.js';
import { WorkLeases } from './work-leases.js';
import { WorkQueue } from './work-queue.js';

/** Finds work that another node left or whose event was lost. */
const POLL_INTERVAL_MS = 10_000;
/** After this pause, a client that uploads a folder has begun the next file. */
const QUIET_MS = 3_000;
/** Trials don't run side by side on a node. */
const CHECK_CONCURRENCY = 1;
/** A large archive doesn't block small files. */
const FILE_CONCURRENCY = 2;

/** Inspects uploaded files and checks drafts, on events, at an interval, and after a start. */
@Injectable()
export class DraftWorker implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('Drafts');
  private readonly quietTimers = new Map<string, NodeJS.Timeout>();
  private readonly files: WorkQueue<DraftFileForWork>;
  private readonly checks: WorkQueue<Draft>;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly fileInspectionTask: FileInspectionTask,
    private readonly draftCheckTask: DraftCheckTask,
    private readonly leases: WorkLeases,
    private readonly rows: DraftRepository,
    private readonly drafts: DraftsService,
    private readonly events: DomainEvents,
    private readonly config: Config,
  ) {
    const onError = (error: unknown) => this.logger.error('Failed to process drafts', error);
    this.files = new WorkQueue<DraftFileForWork>(
      FILE_CONCURRENCY,
      (limit) => this.fileInspectionTask.waiting(limit),
      (file) => this.inspect(file),
      onError,
    );
    this.checks = new WorkQueue<Draft>(
      CHECK_CONCURRENCY,
      (limit) => this.draftCheckTask.waiting(limit),
      (draft) => this.leases.run(this.draftCheckTask.taskOf(draft)),
      onError,
    );
  }

  async onApplicationBootstrap(): Promise<void> {
    // A single node holds no leases at its start.
    if (this.config.mode === 'embedded') await this.rows.releaseAllLeases();
    this.events.afterCommit(DraftWorkAvailable, () => this.poll());
    this.timer = setInterval(() => this.poll(), POLL_INTERVAL_MS).unref();
    this.poll();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
    for (const timer of this.quietTimers.values()) clearTimeout(timer);
    this.files.end();
    this.checks.end();
  }

  private poll(): void {
    this.files.kick();
    this.checks.kick();
  }

  private async inspect(file: DraftFileForWork): Promise<boolean> {
    if (!(await this.fileInspectionTask.isLocal(file))) return false;
    const done = await this.leases.run(this.fileInspectionTask.taskOf(file));
    if (done) this.checkWhenQuiet(file.draftId);
    return done;
  }

  private checkWhenQuiet(draftId: string): void {
    clearTimeout(this.quietTimers.get(draftId));
    const timer = setTimeout(() => {
      this.quietTimers.delete(draftId);
      this.drafts
        .requestCheckIfComplete(draftId)
        .catch((error: unknown) => this.logger.error('Failed to request the check of a draft', error));
    }, QUIET_MS).unref();
    this.quietTimers.set(draftId, timer);
  }
}
