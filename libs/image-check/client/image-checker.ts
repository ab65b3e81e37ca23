import type { CheckerMessage, ImageInput } from '../checker-protocol.js';
import { BUILT_IN } from '../classifiers/built-in.js';
import type { CheckPurpose } from '../image.js';
import { checkLevelOf, type ImageVerdict, mergeThresholds, type Thresholds } from '../verdict.js';
import { CheckQueue, type QueuedCheck } from './check-queue.js';
import { type CheckerLog, CheckerProcess } from './checker-process.js';
import { ImageCheckerUnavailableError, ImageUnreadableError, type UnavailableReason } from './errors.js';

export interface ImageCheckerOptions {
  /** Defaults to the built image checker. */
  readonly script?: string | undefined;
  /** BUILT_IN, and ONNX files with their cards beside them. Defaults to BUILT_IN. The strictest verdict counts. */
  readonly classifiers?: readonly string[] | undefined;
  /** The caller runs in a sandbox already. */
  readonly isContained?: boolean | undefined;
  readonly idleMs?: number | undefined;
  /** A check that takes longer once it has started is ended with the process. */
  readonly hangMs?: number | undefined;
  readonly log?: CheckerLog | undefined;
}

export interface ImageCheckerState {
  readonly state: 'idle' | 'starting' | 'ready';
  readonly pid: number | undefined;
  readonly waiting: number;
  /** Exits since the last verdict. */
  readonly failures: number;
  readonly rssBytes: number;
}

export interface CheckOptions {
  readonly purpose: CheckPurpose;
  /** Thresholds of the instance. Those of the classifier apply to the rest. */
  readonly limits?: Thresholds | undefined;
  /** From the request on, with the time in the queue. Without one, a preview is late after 5 s and others after a minute. */
  readonly deadlineMs?: number | undefined;
}

interface PendingCheck extends QueuedCheck {
  readonly limits: Thresholds;
  readonly resolve: (verdict: ImageVerdict) => void;
  readonly reject: (error: Error) => void;
  /** Runs from the request on. */
  readonly waitTimer: NodeJS.Timeout;
  isRejected: boolean;
  isOvertime: boolean;
}

/** A late preview is worthless. The others may wait for their turn, because only the time after that is their own fault. */
const WAIT_MS: Readonly<Record<CheckPurpose, number>> = { preview: 5_000, final: 60_000, upload: 60_000 };
const IDLE_MS = 3 * 60_000;
const HANG_MS: Readonly<Record<CheckPurpose, number>> = { preview: 20_000, final: 20_000, upload: 10_000 };
const MIN_BACKOFF_MS = 250;
const MAX_BACKOFF_MS = 30_000;
/** After this many failed starts in a row, checks are rejected at once instead of at their deadline. */
const MAX_FAILED_STARTS = 2;
/** An image that crashed the process this often isn't tried again. */
const MAX_CRASHES = 2;

/**
 * Checks images in a process of its own: started by the first check, restarted after a crash, ended when idle. Without a verdict in
 * time it throws: callers must not treat that as a safe image.
 */
export class ImageChecker {
  private readonly queue = new CheckQueue<PendingCheck>();
  private readonly log: CheckerLog;
  private process: CheckerProcess | undefined;
  private defaults: Thresholds = {};
  private current: PendingCheck | undefined;
  private hangTimer: NodeJS.Timeout | undefined;
  private idleTimer: NodeJS.Timeout | undefined;
  private restartTimer: NodeJS.Timeout | undefined;
  private failures = 0;
  private failedStarts = 0;
  private rssBytes = 0;
  private lastId = 0;
  private isClosed = false;

  constructor(private readonly options: ImageCheckerOptions = {}) {
    this.log = options.log ?? (() => undefined);
  }

  get state(): ImageCheckerState {
    return {
      state: this.process ? (this.process.isReady ? 'ready' : 'starting') : 'idle',
      pid: this.process?.pid,
      waiting: this.queue.length,
      failures: this.failures,
      rssBytes: this.process ? this.rssBytes : 0,
    };
  }

  /**
   * @param image pixels, or the bytes of a PNG, JPEG or WebP file; must not change until the verdict
   * @throws ImageCheckerUnavailableError without a verdict by the deadline
   * @throws ImageUnreadableError
   */
  check(image: ImageInput, { purpose, limits = {}, deadlineMs }: CheckOptions): Promise<ImageVerdict> {
    if (this.isClosed) return Promise.reject(new ImageCheckerUnavailableError('closed'));
    if (this.restartTimer && this.failedStarts >= MAX_FAILED_STARTS) {
      return Promise.reject(new ImageCheckerUnavailableError('not started'));
    }
    return new Promise((resolve, reject) => {
      const check: PendingCheck = {
        id: ++this.lastId,
        purpose,
        image,
        limits,
        crashes: 0,
        isRejected: false,
        isOvertime: false,
        resolve,
        reject,
        waitTimer: setTimeout(() => this.reject(check, 'late'), deadlineMs ?? WAIT_MS[purpose]),
      };
      if (!this.queue.add(check)) return this.reject(check, 'full');
      this.processNext();
    });
  }

  /** Ends the process and rejects pending checks. */
  close(): void {
    this.isClosed = true;
    clearTimeout(this.restartTimer);
    for (const check of this.queue.all()) this.reject(check, 'closed');
    if (this.current) this.reject(this.current, 'closed');
    this.process?.kill('closed');
  }

  private processNext(): void {
    if (this.current || this.isClosed) return;
    clearTimeout(this.idleTimer);
    if (this.queue.length === 0) return this.endWhenIdle();
    if (!this.process) return this.start();
    const next = this.process.isReady ? this.queue.next() : undefined;
    if (!next) return;
    this.current = next;
    if (next.purpose !== 'preview') clearTimeout(next.waitTimer);
    this.hangTimer = setTimeout(() => this.endOvertime(next), this.options.hangMs ?? HANG_MS[next.purpose]);
    this.process.send(next);
  }

  /** Ends the process for this check alone: those behind it go on in the next one. */
  private endOvertime(check: PendingCheck): void {
    check.isOvertime = true;
    this.process?.kill('a check took too long');
  }

  private start(): void {
    if (this.restartTimer) return;
    const { script, classifiers = [BUILT_IN], isContained = false } = this.options;
    this.process = new CheckerProcess(
      { script, classifiers, isContained, log: this.log },
      {
        onMessage: (message) => this.receive(message),
        onExit: (reason, wasReady) => this.handleExit(reason, wasReady),
      },
    );
  }

  private endWhenIdle(): void {
    this.idleTimer = setTimeout(() => this.process?.kill('idle'), this.options.idleMs ?? IDLE_MS).unref();
  }

  private receive(message: CheckerMessage): void {
    if (message.type === 'ready') {
      this.defaults = message.thresholds;
      this.log('info', 'The image checker is ready', { classifier: message.name, startMs: message.startMs });
      return this.processNext();
    }
    const check = this.current;
    if (check?.id !== message.id) return;
    this.clearCurrent();
    this.failures = 0;
    clearTimeout(check.waitTimer);
    if (message.type === 'unreadable') {
      check.reject(new ImageUnreadableError('the image can’t be decoded'));
    } else {
      this.rssBytes = message.rssBytes;
      const { defect, classes, ms } = message;
      check.resolve({ defect, classes, ms, ...checkLevelOf(classes, mergeThresholds(this.defaults, check.limits)) });
    }
    this.processNext();
  }

  private handleExit(reason: string, wasReady: boolean): void {
    const check = this.current;
    this.process = undefined;
    this.clearCurrent();
    clearTimeout(this.idleTimer);
    if (this.isClosed || (!check && this.queue.length === 0)) return;
    if (!check?.isOvertime) this.failures += 1;
    // The next check must not wait because of an image that took too long.
    const backoffMs = check?.isOvertime ? 0 : Math.min(MIN_BACKOFF_MS * 2 ** (this.failures - 1), MAX_BACKOFF_MS);
    this.log('error', `The image checker exited: ${reason}`, { backoffMs });
    this.failedStarts = wasReady ? 0 : this.failedStarts + 1;
    if (check) this.retry(check);
    if (this.failedStarts >= MAX_FAILED_STARTS) {
      for (const queued of this.queue.all()) this.reject(queued, 'not started');
    }
    this.restartTimer = setTimeout(() => {
      this.restartTimer = undefined;
      this.processNext();
    }, backoffMs).unref();
  }

  private retry(check: PendingCheck): void {
    if (check.isOvertime) return this.reject(check, 'late');
    check.crashes += 1;
    if (check.crashes >= MAX_CRASHES) this.reject(check, 'crashed');
    else if (!check.isRejected) this.queue.requeue(check);
  }

  private clearCurrent(): void {
    clearTimeout(this.hangTimer);
    this.current = undefined;
  }

  /** The process still finishes a check in progress: its verdict shows that the process doesn't hang. */
  private reject(check: PendingCheck, reason: UnavailableReason): void {
    clearTimeout(check.waitTimer);
    check.isRejected = true;
    this.queue.remove(check);
    check.reject(new ImageCheckerUnavailableError(reason));
  }
}
