import { randomUUID } from 'node:crypto';
import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Clock, DomainEvents, isRejection, type JobKind, Jobs, UnitOfWork } from '@visionary/kernel';
import { type JobId, JobRepository, type StoredJob } from './job.repository.js';

/** Work of a crashed node can be acquired after this. */
const LEASE_MS = 60_000;
const RENEW_INTERVAL_MS = 15_000;
/** Finds jobs that another node left, added or delayed. */
const POLL_INTERVAL_MS = 5_000;
const MAX_RETRY_MS = 10 * 60_000;
/** Jobs of other nodes and jobs that must wait must not hide later ones. */
const CANDIDATES = 200;

/** How jobs start on this node. */
export class JobsOptions {
  /** @param isSingleNode no other process uses the database, so leases at the start are those of a crashed predecessor */
  constructor(readonly isSingleNode: boolean) {}
}

/** A job was added in this transaction. */
class JobAdded {
  constructor(readonly runAt: number) {}
}

interface Attempt {
  readonly id: JobId;
  readonly holder: string;
  readonly controller: AbortController;
  readonly done: Promise<void>;
}

/** Jobs as rows. Nodes poll for them; the node that adds one looks at once. */
@Injectable()
export class DatabaseJobs extends Jobs implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('Jobs');
  private readonly kinds = new Map<string, JobKind>();
  private readonly attempts = new Map<string, Attempt>();
  private readonly timers = new Set<NodeJS.Timeout>();
  private isPolling = false;
  private shouldPollAgain = false;
  private hasStarted = false;
  private isStopping = false;

  constructor(
    @Inject(JobRepository) private readonly jobs: JobRepository,
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(JobsOptions) private readonly options: JobsOptions,
    @Inject(DomainEvents) events: DomainEvents,
  ) {
    super();
    events.afterCommit(JobAdded, ({ runAt }) => this.wakeAt(runAt));
  }

  register(kind: JobKind): void {
    this.kinds.set(kind.kind, kind);
  }

  async add(
    kind: string,
    key = '',
    { payload, delayMs = 0 }: { payload?: unknown; delayMs?: number } = {},
  ): Promise<void> {
    const runAt = this.clock.now() + delayMs;
    await this.jobs.add({ kind, key }, payload === undefined ? null : JSON.stringify(payload), runAt);
    if (this.unitOfWork.isRunning) this.unitOfWork.publish(new JobAdded(runAt));
    else this.wakeAt(runAt);
  }

  async remove(kind: string, key: string): Promise<void> {
    await this.jobs.remove({ kind, key });
  }

  async onApplicationBootstrap(): Promise<void> {
    if (this.options.isSingleNode) await this.jobs.releaseAll();
    for (const { kind, everyMs, initialDelayMs = 0 } of this.kinds.values()) {
      if (everyMs !== undefined) await this.jobs.addOnce({ kind, key: '' }, this.clock.now() + initialDelayMs);
    }
    this.hasStarted = true;
    this.timers.add(setInterval(() => this.wake(), POLL_INTERVAL_MS).unref());
    this.timers.add(setInterval(() => void this.renewAll(), RENEW_INTERVAL_MS).unref());
    this.wake();
  }

  async onModuleDestroy(): Promise<void> {
    this.isStopping = true;
    for (const timer of this.timers) clearTimeout(timer);
    for (const { controller } of this.attempts.values()) controller.abort(new Error('The server shuts down.'));
    await Promise.all([...this.attempts.values()].map(({ done }) => done));
  }

  /** Looks for due jobs now. */
  private wake(): void {
    this.shouldPollAgain = true;
    if (this.isPolling || this.isStopping || !this.hasStarted) return;
    this.isPolling = true;
    void this.poll();
  }

  private wakeAt(runAt: number): void {
    const delayMs = runAt - this.clock.now();
    if (delayMs <= 0) return this.wake();
    // The poll finds later jobs.
    if (delayMs > POLL_INTERVAL_MS || this.isStopping) return;
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      this.wake();
    }, delayMs).unref();
    this.timers.add(timer);
  }

  private async poll(): Promise<void> {
    try {
      while (this.shouldPollAgain && !this.isStopping) {
        this.shouldPollAgain = false;
        const availableKinds = [...this.kinds.values()].filter((kind) => this.freeSlots(kind) > 0);
        if (availableKinds.length === 0) return;
        const names = availableKinds.map(({ kind }) => kind);
        for (const job of await this.jobs.findDue(names, this.clock.now(), CANDIDATES)) await this.startIfPossible(job);
      }
    } catch (error) {
      this.logger.warn('Jobs could not be read', error);
    } finally {
      this.isPolling = false;
    }
  }

  private async startIfPossible(job: StoredJob): Promise<void> {
    const kind = this.kinds.get(job.kind);
    const name = `${job.kind} ${job.key}`;
    if (!kind || this.isStopping || this.attempts.has(name) || this.freeSlots(kind) <= 0) return;
    if (kind.accepts && !(await kind.accepts(job.key))) return;
    const controller = new AbortController();
    const holder = randomUUID();
    const done = this.attempt(kind, job, holder, controller).then(
      () => {
        this.attempts.delete(name);
        this.wake();
      },
      (error: unknown) => {
        this.attempts.delete(name);
        this.logger.warn('A job could not be started or ended', { kind: job.kind, key: job.key }, error);
      },
    );
    this.attempts.set(name, { id: job, holder, controller, done });
  }

  private async attempt(kind: JobKind, id: JobId, holder: string, { signal }: AbortController): Promise<void> {
    const now = this.clock.now();
    const job = await this.jobs.acquire(id, holder, now, now + LEASE_MS);
    // Another node was faster, or it is done.
    if (!job) return;
    let isComplete = false;
    try {
      signal.throwIfAborted();
      const result = await kind.run({
        key: job.key,
        payload: job.payload === null ? null : (JSON.parse(job.payload) as unknown),
        attempts: job.attempts,
        signal,
        complete: async () => (isComplete = await this.complete(kind, job, holder)),
        save: (payload) => this.jobs.save(job, holder, JSON.stringify(payload)),
      });
      if (isComplete) return;
      // The work may have ended early instead of throwing.
      signal.throwIfAborted();
      if (!result) await this.complete(kind, job, holder);
      else await this.retry(result.retryInMs, (at) => this.jobs.release(job, holder, at));
    } catch (error) {
      if (signal.aborted) return void (await this.jobs.release(job, holder, this.clock.now()));
      const ids = { kind: kind.kind, key: job.key };
      if (isRejection(error)) {
        this.logger.warn('A job was rejected and will be retried', { ...ids, code: error.code });
      } else {
        this.logger.error('A job failed and will be retried', ids, error);
      }
      const delayMs = Math.min(MAX_RETRY_MS, 1_000 * 2 ** job.attempts);
      await this.retry(delayMs, (at) => this.jobs.fail(job, holder, at, String(error)));
    }
  }

  private complete({ everyMs }: JobKind, job: StoredJob, holder: string): Promise<boolean> {
    const now = this.clock.now();
    return this.jobs.complete(job, holder, now, everyMs === undefined ? null : now + everyMs);
  }

  private async retry(delayMs: number, store: (runAt: number) => Promise<unknown>): Promise<void> {
    const runAt = this.clock.now() + delayMs;
    await store(runAt);
    this.wakeAt(runAt);
  }

  private async renewAll(): Promise<void> {
    for (const { id, holder, controller } of this.attempts.values()) {
      try {
        const isHeld = await this.jobs.renew(id, holder, this.clock.now() + LEASE_MS);
        if (!isHeld) controller.abort(new Error('The lease is lost.'));
      } catch (error) {
        this.logger.warn('The lease of a job could not be renewed', error);
      }
    }
  }

  private freeSlots({ kind, concurrency = 1 }: JobKind): number {
    return concurrency - [...this.attempts.values()].filter(({ id }) => id.kind === kind).length;
  }
}
