/** Token bucket of one socket: a burst of `burst`, then `perSecond`. */
export class TokenBucket {
  private tokens: number;
  private refused = 0;

  constructor(
    private now: number,
    private readonly perSecond = 60,
    private readonly burst = 180,
    private readonly refusalsBeforeCut = 300,
  ) {
    this.tokens = burst;
  }

  /** `cut` when somebody goes on after having been told many times. */
  spend(now: number): 'granted' | 'refused' | 'cut' {
    this.tokens = Math.min(this.burst, this.tokens + ((now - this.now) / 1000) * this.perSecond);
    this.now = now;
    if (this.tokens >= 1) {
      this.tokens -= 1;
      if (this.tokens > this.burst / 2) this.refused = 0;
      return 'granted';
    }
    this.refused += 1;
    return this.refused > this.refusalsBeforeCut ? 'cut' : 'refused';
  }
}
