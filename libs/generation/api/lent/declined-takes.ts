const MAX_DECLINED = 20;

/** Takes that the renderers of a lender leave to others for a while, also after they connected again. Times in ms. */
export class DeclinedTakes {
  private readonly until = new Map<string, number>();

  add(takeId: string, untilMs: number): void {
    this.until.delete(takeId);
    this.until.set(takeId, untilMs);
    const [oldest] = this.until.keys();
    if (this.until.size > MAX_DECLINED) this.until.delete(oldest!);
  }

  /** @returns ids of takes */
  at(nowMs: number): readonly string[] {
    return [...this.until].filter(([, until]) => until > nowMs).map(([id]) => id);
  }
}
