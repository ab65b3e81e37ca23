/** Silence after which the page asks whether the server is there. */
const QUIET_MS = 800;
/** The time for an answer where answers are fast. */
const MIN_WAIT_MS = 1_500;
/** The time for an answer before one was measured, and where answers are slow. */
const MAX_WAIT_MS = 12_000;
/** Answers may take this many times as long as the slowest of the last ones: on a slow link a large message goes before. */
const PATIENCE = 6;
const SAMPLES = 16;
export const CHECK_MS = 250;
/** Without a check for so long, the page was suspended or busy, and a late answer says nothing about the link. */
const SUSPENDED_MS = 1_500;

export interface HeartbeatLink {
  /** Asks the server. Resolves with its answer, however late. */
  ask(): Promise<unknown>;
  /** The server does not answer. */
  lost(): void;
  now(): number;
}

/**
 * Notices within three seconds that a connection is dead, which TCP reports after many seconds. Silent while anything arrives.
 * Call `check` every CHECK_MS while the page is visible and connected.
 */
export class Heartbeat {
  private receivedAt: number;
  private checkedAt: number;
  private askedAt: number | null = null;
  private answerTimes: number[] = [];

  constructor(private readonly link: HeartbeatLink) {
    this.receivedAt = this.checkedAt = link.now();
  }

  /** A new connection: nothing is known about its speed. */
  connected(): void {
    this.receivedAt = this.checkedAt = this.link.now();
    this.askedAt = null;
    this.answerTimes = [];
  }

  /** Something arrived. */
  received(): void {
    this.receivedAt = this.link.now();
  }

  /** @param isDoubtful the browser says that it is offline: asks at once */
  check(isDoubtful = false): void {
    const now = this.link.now();
    if (now - this.checkedAt > SUSPENDED_MS) this.askedAt = null;
    this.checkedAt = now;
    if (this.askedAt === null) {
      if (isDoubtful || now - this.receivedAt >= QUIET_MS) void this.ask();
    } else if (now - Math.max(this.askedAt, this.receivedAt) > this.waitMs) {
      this.askedAt = null;
      this.link.lost();
    }
  }

  private async ask(): Promise<void> {
    const askedAt = this.link.now();
    this.askedAt = askedAt;
    await this.link.ask();
    if (this.askedAt !== askedAt) return;
    this.askedAt = null;
    this.answerTimes = [...this.answerTimes, this.link.now() - askedAt].slice(-SAMPLES);
  }

  private get waitMs(): number {
    if (this.answerTimes.length === 0) return MAX_WAIT_MS;
    return Math.min(MAX_WAIT_MS, Math.max(MIN_WAIT_MS, PATIENCE * Math.max(...this.answerTimes)));
  }
}
