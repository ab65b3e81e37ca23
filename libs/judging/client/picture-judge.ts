import type { GivenPicture, JudgeReport } from '../judge-protocol.js';
import type { Purpose } from '../picture.js';
import { levelOf, type Thresholds, type Verdict, withLimits } from '../verdict.js';
import { builtJudge } from './built-judge.js';
import { type AwayReason, JudgeAwayError, PictureUnreadableError } from './errors.js';
import { JudgeChild } from './judge-child.js';
import { JudgeLine, type Waiting } from './judge-line.js';
import type { JudgeLog } from './relay-lines.js';

export interface JudgeOptions {
  /** The process's script; the built one where none is named. */
  readonly script?: string | undefined;
  /** An ONNX file with its card beside it, in the place of the packaged network. */
  readonly classifier?: string | undefined;
  readonly idleMs?: number | undefined;
  /** A question that keeps the process busy for so long has hung it. */
  readonly hangMs?: number | undefined;
  readonly log?: JudgeLog | undefined;
}

export interface JudgeState {
  readonly state: 'idle' | 'starting' | 'ready';
  readonly pid: number | undefined;
  readonly waiting: number;
  /** Deaths since the last answer. */
  readonly failures: number;
  readonly rssBytes: number;
}

export interface HowToJudge {
  readonly what: Purpose;
  /** What the instance decided; the network's own limits hold for the rest. */
  readonly limits?: Thresholds | undefined;
  readonly deadlineMs?: number | undefined;
}

interface Asked extends Waiting {
  readonly limits: Thresholds;
  readonly resolve: (verdict: Verdict) => void;
  readonly reject: (error: Error) => void;
  readonly timer: NodeJS.Timeout;
  isGivenUp: boolean;
}

const DEADLINES_MS: Readonly<Record<Purpose, number>> = { preview: 5_000, final: 20_000, upload: 10_000 };
const IDLE_MS = 3 * 60_000;
const HANG_MS = 20_000;
const FIRST_BACKOFF_MS = 250;
const LAST_BACKOFF_MS = 30_000;
/** So many starts in a row that came to nothing: whoever asks is told at once, not at their deadline. */
const HOPELESS_STARTS = 2;
/** A picture that has killed the judge so often is not tried again. */
const DEADLY = 2;

/**
 * Whoever shows pictures asks here what is in them. The network runs in a process of its own, started by the first
 * question, started again after a crash, and ended when nobody has asked for a while. Without an answer in time there is
 * an error and never a good verdict.
 */
export class PictureJudge {
  private readonly line = new JudgeLine<Asked>();
  private readonly log: JudgeLog;
  private child: JudgeChild | undefined;
  private defaults: Thresholds = {};
  private inHand: Asked | undefined;
  private hang: NodeJS.Timeout | undefined;
  private idle: NodeJS.Timeout | undefined;
  private again: NodeJS.Timeout | undefined;
  private failures = 0;
  private failedStarts = 0;
  private rssBytes = 0;
  private lastId = 0;
  private isClosed = false;

  constructor(private readonly options: JudgeOptions = {}) {
    this.log = options.log ?? (() => undefined);
  }

  get state(): JudgeState {
    const state = this.child ? (this.child.isReady ? 'ready' : 'starting') : 'idle';
    const { failures, rssBytes } = this;
    return { state, pid: this.child?.pid, waiting: this.line.length, failures, rssBytes: this.child ? rssBytes : 0 };
  }

  /**
   * @param picture pixels, or the bytes of a PNG, JPEG or WebP; not to be changed until the verdict is there
   * @throws JudgeAwayError when there is no verdict by the deadline: the picture must not be shown
   * @throws PictureUnreadableError
   */
  judge(picture: GivenPicture, { what, limits = {}, deadlineMs }: HowToJudge): Promise<Verdict> {
    if (this.isClosed) return Promise.reject(new JudgeAwayError('closed'));
    if (this.again && this.failedStarts >= HOPELESS_STARTS) return Promise.reject(new JudgeAwayError('not started'));
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.giveUp(asked, 'late'), deadlineMs ?? DEADLINES_MS[what]);
      const asked: Asked = {
        id: ++this.lastId,
        what,
        picture,
        limits,
        deaths: 0,
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
    if (this.inHand) this.giveUp(this.inHand, 'closed');
    this.child?.kill('nobody asks any more');
  }

  private goOn(): void {
    if (this.inHand || this.isClosed) return;
    clearTimeout(this.idle);
    if (this.line.length === 0) return this.rest();
    if (!this.child) return this.start();
    const next = this.child.isReady ? this.line.next() : undefined;
    if (!next) return;
    this.inHand = next;
    this.hang = setTimeout(() => this.child?.kill('it hangs'), this.options.hangMs ?? HANG_MS);
    this.child.ask(next);
  }

  private start(): void {
    if (this.again) return;
    const script = this.options.script ?? builtJudge();
    this.child = new JudgeChild(
      { script, classifier: this.options.classifier, log: this.log },
      { onReport: (report) => this.hear(report), onLost: (why, wasReady) => this.lost(why, wasReady) },
    );
  }

  private rest(): void {
    this.idle = setTimeout(() => this.child?.kill('nobody asks'), this.options.idleMs ?? IDLE_MS).unref();
  }

  private hear(report: JudgeReport): void {
    if (report.type === 'ready') {
      this.defaults = report.thresholds;
      this.log('info', 'The judge of pictures is ready', { network: report.name, startMs: report.startMs });
      return this.goOn();
    }
    const asked = this.inHand;
    if (asked?.id !== report.id) return;
    this.putDown();
    this.failures = 0;
    clearTimeout(asked.timer);
    if (report.type === 'unreadable') asked.reject(new PictureUnreadableError('no picture that can be read'));
    else {
      this.rssBytes = report.rssBytes;
      const { broken, classes, ms } = report;
      asked.resolve({ broken, classes, ms, ...levelOf(classes, withLimits(this.defaults, asked.limits)) });
    }
    this.goOn();
  }

  private lost(why: string, wasReady: boolean): void {
    const asked = this.inHand;
    this.child = undefined;
    this.putDown();
    clearTimeout(this.idle);
    if (this.isClosed || (!asked && this.line.length === 0)) return;
    this.failures += 1;
    const backoffMs = Math.min(FIRST_BACKOFF_MS * 2 ** (this.failures - 1), LAST_BACKOFF_MS);
    this.log('error', `The judge of pictures is lost: ${why}`, { backoffMs });
    this.failedStarts = wasReady ? 0 : this.failedStarts + 1;
    if (asked) this.tryAgain(asked);
    if (this.failedStarts >= HOPELESS_STARTS) for (const one of this.line.all()) this.giveUp(one, 'not started');
    this.again = setTimeout(() => {
      this.again = undefined;
      this.goOn();
    }, backoffMs).unref();
  }

  private tryAgain(asked: Asked): void {
    asked.deaths += 1;
    if (asked.deaths >= DEADLY) this.giveUp(asked, 'crashed');
    else if (!asked.isGivenUp) this.line.putFirst(asked);
  }

  private putDown(): void {
    clearTimeout(this.hang);
    this.inHand = undefined;
  }

  /** What is in hand goes on there, for nobody: an answer of it says that the process lives. */
  private giveUp(asked: Asked, reason: AwayReason): void {
    clearTimeout(asked.timer);
    asked.isGivenUp = true;
    this.line.remove(asked);
    asked.reject(new JudgeAwayError(reason));
  }
}
