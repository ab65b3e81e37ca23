/** Lets through at most one line in `everyMs`; of those that come meanwhile only the newest, and nothing twice. */
export class CalmLine {
  private said = '';
  private next: string | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly say: (line: string) => void,
    private readonly everyMs: number,
  ) {}

  offer(line: string): void {
    this.next = line;
    if (this.timer === undefined) this.speak();
  }

  stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.next = null;
  }

  private speak(): void {
    this.timer = undefined;
    const line = this.next;
    this.next = null;
    if (line === null || line === this.said) return;
    this.said = line;
    this.say(line);
    this.timer = setTimeout(() => this.speak(), this.everyMs);
  }
}
