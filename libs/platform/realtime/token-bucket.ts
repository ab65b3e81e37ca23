/** Token bucket of one socket: `burst` commands at once, then `perSecond`. */
export class TokenBucket {
  private tokens: number;
  private rejections = 0;

  constructor(
    private now: number,
    private readonly perSecond = 60,
    private readonly burst = 180,
    private readonly maxRejections = 300,
  ) {
    this.tokens = burst;
  }

  /** @param now in ms, monotonic @returns `disconnect` after too many rejections in a row */
  spend(now: number): 'granted' | 'rejected' | 'disconnect' {
    this.tokens = Math.min(this.burst, this.tokens + ((now - this.now) / 1000) * this.perSecond);
    this.now = now;
    if (this.tokens >= 1) {
      this.tokens -= 1;
      if (this.tokens > this.burst / 2) this.rejections = 0;
      return 'granted';
    }
    this.rejections += 1;
    return this.rejections > this.maxRejections ? 'disconnect' : 'rejected';
  }
}
