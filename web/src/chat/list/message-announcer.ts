/** Announces new messages at most once per interval, several as a count. */
const THROTTLE_MS = 2_000;

export class MessageAnnouncer<M> {
  private waiting: M[] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly announce: (messages: readonly M[]) => void) {}

  receive(messages: readonly M[]): void {
    this.waiting.push(...messages);
    if (this.timer === undefined) this.speak();
  }

  stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.waiting = [];
  }

  private speak(): void {
    this.timer = undefined;
    const messages = this.waiting;
    if (messages.length === 0) return;
    this.waiting = [];
    this.announce(messages);
    this.timer = setTimeout(() => this.speak(), THROTTLE_MS);
  }
}
