/** Passes at most one text per `everyMs`, the newest of several, and no text twice. */
export class ThrottledAnnouncer {
  private announcement = '';
  private next: string | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly describe: (text: string) => void,
    private readonly everyMs: number,
  ) {}

  announce(text: string): void {
    this.next = text;
    if (this.timer === undefined) this.flush();
  }

  stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.next = null;
  }

  private flush(): void {
    this.timer = undefined;
    const text = this.next;
    this.next = null;
    if (text === null || text === this.announcement) return;
    this.announcement = text;
    this.describe(text);
    this.timer = setTimeout(() => this.flush(), this.everyMs);
  }
}
