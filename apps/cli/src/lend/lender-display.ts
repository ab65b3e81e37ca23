import type { LenderEvent } from '../../../../libs/generation/lender.js';

type Rejected = Extract<LenderEvent, { type: 'rejected' }>;
type Terms = Extract<LenderEvent, { type: 'terms' }>['terms'];

const REJECTIONS: Readonly<Record<string, string>> = {
  LENDING_OFF: 'It does not accept lent renderers.',
  LENDING_TOKEN_INVALID: 'The token is not valid any more. Create another one in its settings, “Lend your GPU”.',
  LENDING_BANNED: 'An admin banned this renderer.',
  LENDING_MISBEHAVED: 'It banned this renderer, because what it sent did not fit its take.',
  LENDING_PROTOCOL_OUTDATED: 'It has another version. Update this program.',
  LENDING_CONNECTED_ELSEWHERE: 'Another program connected with the same token.',
  SAFETY_BANNED: 'Your account is banned there.',
};

const PAUSES: Readonly<Record<NonNullable<Terms['pausedBy']>, string>> = {
  approval: 'An admin has to accept it before it gets takes.',
  draining: 'An admin drains it: it gets no takes for now.',
  quietHours: 'Quiet hours: it gets no takes for now.',
};

const BUSY = 'Paused: another program uses the card. It gets no takes until a minute after that.';
const CALM = 'The card is free: it gets takes again.';

/** Shows the owner what the lent renderer does, line by line. */
export class LenderDisplay {
  private takes = 0;
  private renderMs = 0;
  private isPaused = false;
  private prefix = '';
  private pausedBy: Terms['pausedBy'] = null;

  constructor(
    private readonly url: URL,
    private readonly output: NodeJS.WriteStream,
  ) {}

  get summary(): string {
    const takes = this.takes === 1 ? '1 take' : `${this.takes} takes`;
    return `Rendered ${takes} for ${this.url.host} in ${secondsOf(this.renderMs)}.`;
  }

  /** @param card that it is about, if several are lent */
  show(event: LenderEvent, card?: string): void {
    this.prefix = card === undefined ? '' : `[${card}] `;
    switch (event.type) {
      case 'connected':
        this.write(`Connected to ${this.url.host} as “${event.terms.name}”. ${this.help}`);
        return this.showTerms(event.terms);
      case 'terms':
        return this.showTerms(event.terms);
      case 'disconnected':
        return this.write(`No connection (${event.reason}). Trying again in ${secondsOf(event.pauseMs)}.`);
      case 'rejected':
        return event.isFinal ? undefined : this.write(this.rejectionOf(event));
      case 'card':
        return this.write(event.isBusy ? BUSY : CALM);
      case 'started': {
        const { width, height, steps, batch } = event.job;
        const images = batch === 1 ? '' : `, ${batch} images`;
        return this.write(`Rendering with ${event.model}: ${width} × ${height}, ${steps} steps${images}`);
      }
      case 'ended':
        return this.showEnd(event);
      default:
        return event satisfies never;
    }
  }

  rejectionOf({ code, reason }: Rejected): string {
    const sentence = REJECTIONS[code] ?? `It closed the connection (${code}).`;
    return `${this.url.host}: ${sentence}${reason === undefined ? '' : ` Reason: ${reason}`}`;
  }

  togglePause(): boolean {
    this.isPaused = !this.isPaused;
    this.prefix = '';
    this.write(this.isPaused ? 'Paused. Press p to continue.' : 'It gets takes again.');
    return this.isPaused;
  }

  /** @param callback called with `p` or `q`, in a terminal */
  onKey(callback: (key: 'p' | 'q') => void): void {
    const { stdin } = process;
    if (!stdin.isTTY) return;
    stdin.setRawMode(true);
    stdin.resume();
    stdin.on('data', (data) => {
      const key = data.toString();
      if (key === 'p') callback('p');
      // Ctrl+C sends no signal in this mode.
      if (key === 'q' || key === '\u0003') callback('q');
    });
    stdin.unref();
  }

  private get help(): string {
    return process.stdin.isTTY ? 'Press p to pause, q to stop.' : '';
  }

  private showTerms({ pausedBy }: Terms): void {
    if (pausedBy === this.pausedBy) return;
    this.pausedBy = pausedBy;
    this.write(pausedBy === null ? 'It gets takes.' : PAUSES[pausedBy]);
  }

  private showEnd({ outcome, ms }: Extract<LenderEvent, { type: 'ended' }>): void {
    if (outcome !== 'finished') return this.write(`  ${outcome} after ${secondsOf(ms)}`);
    this.takes += 1;
    this.renderMs += ms;
    this.write(`  finished in ${secondsOf(ms)}; ${this.takes} so far`);
  }

  private write(line: string): void {
    const time = new Date().toTimeString().slice(0, 8);
    this.output.write(`${time}  ${this.prefix}${line.trimEnd()}\n`);
  }
}

const secondsOf = (ms: number): string => `${(ms / 1000).toFixed(ms < 10_000 ? 1 : 0)} s`;
