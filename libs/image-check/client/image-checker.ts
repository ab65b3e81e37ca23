import type { ImageInput, CheckerMessage } from '../checker-protocol.js';
import type { CheckPurpose } from '../image.js';
import { checkLevelOf, type Thresholds, type ImageVerdict, mergeThresholds } from '../verdict.js';
import { checkerScriptPath } from './checker-script-path.js';
import { type UnavailableReason, ImageCheckerUnavailableError, ImageUnreadableError } from './errors.js';
import { CheckerProcess } from './checker-process.js';
import { CheckQueue, type Waiting } from './check-queue.js';
import type { CheckerLog } from './forward-output.js';

export interface ImageCheckerOptions {
  /** The process's script; the built one where none is named. */
  readonly script?: string | undefined;
  /** An ONNX file with its card beside it, in the place of the packaged network. */
  readonly classifier?: string | undefined;
  readonly idleMs?: number | undefined;
  /** A question that keeps the process busy for so long has hung it. */
  readonly hangMs?: number | undefined;
  readonly log?: CheckerLog | undefined;
}

export interface ImageCheckerState {
  readonly state: 'idle' | 'starting' | 'ready';
  readonly pid: number | undefined;
  readonly waiting: number;
  /** Deaths since the last answer. */
  readonly failures: number;
  readonly rssBytes: number;
}

export interface CheckOptions {
  readonly what: CheckPurpose;
  /** What the instance decided; the network's own limits hold for the rest. */
  readonly limits?: Thresholds | undefined;
  readonly deadlineMs?: number | undefined;
}

interface Asked extends Waiting {
  readonly limits: Thresholds;
  readonly resolve: (imageVerdict: ImageVerdict) => void;
  readonly reject: (error: Error) => void;
  readonly timer: NodeJS.Timeout;
  isGivenUp: boolean;
}

const DEADLINES_MS: Readonly<Record<CheckPurpose, number>> = { preview: 5_000, final: 20_000, upload: 10_000 };
const IDLE_MS = 3 * 60_000;
const HANG_MS = 20_000;
const FIRST_BACKOFF_MS = 250;
const LAST_BACKOFF_MS = 30_000;
/** So many starts in a row that came to nothing: whoever asks is told at once, not at their deadline. */
const MAX_FAILED_STARTS = 2;
/** An image that has killed the judge so often is not tried again. */
const MAX_CRASHES = 2;

/**
 * Whoever shows images asks here what is in them. The network runs in a process of its own, started by the first
 * question, started again after a crash, and ended when nobody has asked for a while. Without an answer in time there is
 * an error and never a good verdict.
 */
export class ImageChecker {
  private readonly line = new CheckQueue<Asked>();
  private readonly log: CheckerLog;
  private child: CheckerProcess | undefined;
  private defaults: Thresholds = {};
  private current: Asked | undefined;
  private hang: NodeJS.Timeout | undefined;
  private idle: NodeJS.Timeout | undefined;
  private again: NodeJS.Timeout | undefined;
  private failures = 0;
  private failedStarts = 0;
  private rssBytes = 0;
  private lastId = 0;
  private isClosed = false;

  constructor(private readonly options: ImageCheckerOptions = {}) {
    this.log = options.log ?? (() => undefined);
  }

  get state(): ImageCheckerState {
    const state = this.child ? (this.child.isReady ? 'ready' : 'starting') : 'idle';
    const { failures, rssBytes } = this;
    return { state, pid: this.child?.pid, waiting: this.line.length, failures, rssBytes: this.child ? rssBytes : 0 };
  }

  /**
   * @param image pixels, or the bytes of a PNG, JPEG or WebP; not to be changed until the verdict is there
   * @throws ImageCheckerUnavailableError when there is no verdict by the deadline: the image must not be shown
   * @throws PictureUnreadableError
   */
  check(image: ImageInput, { what, limits = {}, deadlineMs }: CheckOptions): Promise<ImageVerdict> {
    if (this.isClosed) return Promise.reject(new ImageCheckerUnavailableError('closed'));
    if (this.again && this.failedStarts >= MAX_FAILED_STARTS) {
      return Promise.reject(new ImageCheckerUnavailableError('not started'));
    }
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.giveUp(asked, 'late'), deadlineMs ?? DEADLINES_MS[what]);
      const asked: Asked = {
        id: ++this.lastId,
        what,
        image,
        limits,
        crashes: 0,
        isGivenUp: false,
        resolve,
        reject,
        timer,
      };
      if (!this.line.add(asked)) return this.giveUp(asked, 'full');
      this.goOn();
    });
  }

  /** Ends the process; whoever waits is told. */
  close(): void {
    this.isClosed = true;
    clearTimeout(this.again);
    for (const asked of this.line.all()) this.giveUp(asked, 'closed');
    if (this.current) this.giveUp(this.current, 'closed');
    this.child?.kill('nobody asks any more');
  }

  private goOn(): void {
    if (this.current || this.isClosed) return;
    clearTimeout(this.idle);
    if (this.line.length === 0) return this.rest();
    if (!this.child) return this.start();
    const next = this.child.isReady ? this.line.next() : undefined;
    if (!next) return;
    this.current = next;
    this.hang = setTimeout(() => this.child?.kill('it hangs'), this.options.hangMs ?? HANG_MS);
    this.child.ask(next);
  }

  private start(): void {
    if (this.again) return;
    const script = this.options.script ?? checkerScriptPath();
    this.child = new CheckerProcess(
      { script, classifier: this.options.classifier, log: this.log },
      { onReport: (report) => this.hear(report), onLost: (why, wasReady) => this.lost(why, wasReady) },
    );
  }

  private rest(): void {
    this.idle = setTimeout(() => this.child?.kill('nobody asks'), this.options.idleMs ?? IDLE_MS).unref();
  }

  private hear(report: CheckerMessage): void {
    if (report.type === 'ready') {
      this.defaults = report.thresholds;
      this.log('info', 'The judge of pictures is ready', { network: report.name, startMs: report.startMs });
      return this.goOn();
    }
    const asked = this.current;
    if (asked?.id !== report.id) return;
    this.putDown();
    this.failures = 0;
    clearTimeout(asked.timer);
    if (report.type === 'unreadable') asked.reject(new ImageUnreadableError('no picture that can be read'));
    else {
      this.rssBytes = report.rssBytes;
      const { broken: defect, classes, ms } = report;
      asked.resolve({ defect, classes, ms, ...checkLevelOf(classes, mergeThresholds(this.defaults, asked.limits)) });
    }
    this.goOn();
  }

  private lost(why: string, wasReady: boolean): void {
    const asked = this.current;
    this.child = undefined;
    this.putDown();
    clearTimeout(this.idle);
    if (this.isClosed || (!asked && this.line.length === 0)) return;
    this.failures += 1;
    const backoffMs = Math.min(FIRST_BACKOFF_MS * 2 ** (this.failures - 1), LAST_BACKOFF_MS);
    this.log('error', `The judge of pictures is lost: ${why}`, { backoffMs });
    this.failedStarts = wasReady ? 0 : this.failedStarts + 1;
    if (asked) this.tryAgain(asked);
    if (this.failedStarts >= MAX_FAILED_STARTS) for (const one of this.line.all()) this.giveUp(one, 'not started');
    this.again = setTimeout(() => {
      this.again = undefined;
      this.goOn();
    }, backoffMs).unref();
  }

  private tryAgain(asked: Asked): void {
    asked.crashes += 1;
    if (asked.crashes >= MAX_CRASHES) this.giveUp(asked, 'crashed');
    else if (!asked.isGivenUp) this.line.putFirst(asked);
  }

  private putDown(): void {
    clearTimeout(this.hang);
    this.current = undefined;
  }

  /** What is in hand goes on there, for nobody: an answer of it says that the process lives. */
  private giveUp(asked: Asked, reason: UnavailableReason): void {
    clearTimeout(asked.timer);
    asked.isGivenUp = true;
    this.line.remove(asked);
    asked.reject(new ImageCheckerUnavailableError(reason));
  }
}
