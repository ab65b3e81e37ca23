/** Lets through at most one line in `everyMs`; of those that come meanwhile only the newest, and nothing twice. */
export class ThrottledAnnouncer {
  private said = '';
  private next: string | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly say: (line: string) => void,
    private readonly everyMs: number,
  ) {}

  announce(line: string): void {
    this.next = line;
    if (this.timer === undefined) this.flush();
  }

  stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.next = null;
  }

  private flush(): void {
    this.timer = undefined;
    const line = this.next;
    this.next = null;
    if (line === null || line === this.said) return;
    this.said = line;
    this.say(line);
    this.timer = setTimeout(() => this.flush(), this.everyMs);
  }
}
