import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { DomainEvents } from '@visionary/kernel';
import { Config } from '@visionary/platform/config';
import type { DraftFileForWork } from '../../domain/drafts/draft-files.js';
import { DraftRepository } from '../../domain/drafts/draft-repository.js';
import { DraftWorkAvailable } from '../../domain/drafts/events.js';
import type { Draft } from '../../domain/drafts.js';
import { AutoCheckDraft } from '../../use-cases/drafts/auto-check-draft.js';
import { DraftTasks } from './draft-tasks.js';
import { WorkQueue } from './work-queue.js';

/** What another node left, or what was told to nobody. */
const LOOK_EVERY_MS = 10_000;
/** Nothing has come for so long: whoever uploads a folder has begun with the next file by then. */
const QUIET_MS = 3_000;
/** Trials have the machine to themselves, as far as this node goes. */
const CHECKS_AT_ONCE = 1;
/** A large archive does not keep a small file waiting. */
const FILES_AT_ONCE = 2;

/** Looks at files that have come, and checks drafts: as soon as there is something, and after every start. */
@Injectable()
export class DraftWorker implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('Drafts');
  private readonly quiet = new Map<string, NodeJS.Timeout>();
  private readonly files: WorkQueue<DraftFileForWork>;
  private readonly checks: WorkQueue<Draft>;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly jobs: DraftTasks,
    private readonly rows: DraftRepository,
    private readonly autoCheckDraft: AutoCheckDraft,
    private readonly events: DomainEvents,
    private readonly config: Config,
  ) {
    const failed = (error: unknown) => this.logger.error('Work on drafts could not be done', error);
    this.files = new WorkQueue<DraftFileForWork>(
      FILES_AT_ONCE,
      (atMost) => jobs.files(atMost),
      (file) => this.takeIn(file),
      failed,
    );
    this.checks = new WorkQueue<Draft>(
      CHECKS_AT_ONCE,
      (atMost) => jobs.drafts(atMost),
      (draft) => jobs.check(draft),
      failed,
    );
  }

  async onApplicationBootstrap(): Promise<void> {
    // Where this is the only node, whoever held something is dead.
    if (this.config.mode === 'embedded') await this.rows.forgetTurns();
    this.events.afterCommit(DraftWorkAvailable, () => this.look());
    this.timer = setInterval(() => this.look(), LOOK_EVERY_MS).unref();
    this.look();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
    for (const timer of this.quiet.values()) clearTimeout(timer);
    this.files.end();
    this.checks.end();
  }

  private look(): void {
    this.files.kick();
    this.checks.kick();
  }

  private async takeIn(file: DraftFileForWork): Promise<boolean> {
    const did = await this.jobs.takeIn(file);
    if (did) this.waitForQuiet(file.draftId);
    return did;
  }

  private waitForQuiet(draftId: string): void {
    clearTimeout(this.quiet.get(draftId));
    const timer = setTimeout(() => {
      this.quiet.delete(draftId);
      this.autoCheckDraft.run(draftId).catch((error: unknown) => this.logger.error('A draft was not looked at', error));
    }, QUIET_MS).unref();
    this.quiet.set(draftId, timer);
  }
}
