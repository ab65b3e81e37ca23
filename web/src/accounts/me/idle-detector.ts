export interface IdleTimeouts {
  /** Without any input. */
  readonly idleMs: number;
  /** The page is in a background tab, or its window is minimized. */
  readonly hiddenMs: number;
}

/** Detects from input and page visibility whether the user is active. */
export class IdleDetector {
  private isIdle = false;
  private hidden = false;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly setIdle: (isIdle: boolean) => void,
    private readonly limits: IdleTimeouts,
  ) {
    this.wait();
  }

  get isAway(): boolean {
    return this.isIdle;
  }

  /** Key, pointer, and wheel input. Cheap enough for every event. */
  active(): void {
    if (this.hidden) return;
    this.wait();
    this.update(false);
  }

  visible(is: boolean): void {
    this.hidden = !is;
    this.wait();
    if (is) this.update(false);
  }

  stop(): void {
    clearTimeout(this.timer);
  }

  private wait(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.update(true), this.hidden ? this.limits.hiddenMs : this.limits.idleMs);
  }

  private update(isIdle: boolean): void {
    if (this.isIdle === isIdle) return;
    this.isIdle = isIdle;
    this.setIdle(isIdle);
  }
}
