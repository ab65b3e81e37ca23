import type { DeviceView } from '@visionary/contract';
import { PROVIDER_NAMES } from '@visionary/platform/doctor';
import type { LenderEvent } from '../../../../libs/generation/lender.js';
import { plainText } from '../terminal/plain-text.js';
import { otherScheme, type ServerAddress } from './server-address.js';
import type { LenderTexts } from './texts.js';

type EventOf<Type extends LenderEvent['type']> = Extract<LenderEvent, { type: Type }>;
type Terms = EventOf<'terms'>['terms'];

/** Downloading and loading of a take is shown from here on. */
const LONG_LOADING_MS = 2_000;

const ENDS = {
  cancelled: 'takeCancelled',
  failed: 'takeFailed',
  lost: 'takeLost',
  returned: 'takeReturned',
} as const;

export interface LenderDisplayOptions {
  readonly address: ServerAddress;
  /** What is lent, as entries of RENDERER_PROVIDER. */
  readonly cards: readonly string[];
  readonly texts: LenderTexts;
  readonly write: (text: string) => void;
  /** Whether the owner can press keys. */
  readonly hasKeys: boolean;
}

/** Shows the owner what the lent renderer does, line by line. */
export class LenderDisplay {
  private takes = 0;
  private renderMs = 0;
  private isPaused = false;
  private prefix = '';
  private pausedBy: Terms['pausedBy'] = null;
  /** Shown since the last connection. */
  private problem: string | undefined;

  constructor(private readonly options: LenderDisplayOptions) {}

  get summary(): string {
    const { texts } = this.options;
    const values = { count: this.takes, host: this.host, time: texts.durationOf(this.renderMs) };
    return texts.of(this.takes === 1 ? 'summaryOne' : 'summary', values);
  }

  showStart(): void {
    const { address, texts } = this.options;
    const { origin } = address.url;
    this.write(texts.of(address.isGuessed ? 'connectingByGuess' : 'connecting', { origin }));
  }

  /** @param card index of what it is about */
  show(event: LenderEvent, card = 0): void {
    const { cards, texts } = this.options;
    this.prefix = cards.length > 1 ? `[${cards[card]}] ` : '';
    switch (event.type) {
      case 'connected':
        return this.showConnection(event.terms);
      case 'terms':
        return this.showTerms(event.terms);
      case 'disconnected':
        return this.showProblem(event);
      case 'rejected':
        return event.isFinal ? undefined : this.write(this.rejectionOf(event));
      case 'card':
        return this.write(texts.of(event.isBusy ? 'cardBusy' : 'cardFree'));
      case 'device':
        return this.showDevice(event.device, cards[card]);
      case 'started': {
        const { width, height, steps, batch } = event.job;
        const values = { model: event.model, width, height, steps, batch };
        return this.write(texts.of(batch === 1 ? 'rendering' : 'renderingBatch', values));
      }
      case 'ended':
        return this.showEnd(event);
      default:
        return event satisfies never;
    }
  }

  /** An error of the program itself. */
  showError(message: string): void {
    this.prefix = '';
    this.write(this.options.texts.of('error', { message }));
  }

  rejectionOf({ code, reason }: EventOf<'rejected'>): string {
    const { texts } = this.options;
    const sentence = texts.has(code) ? texts.of(code) : texts.of('rejectedUnknown', { code });
    const full = reason === undefined ? sentence : texts.join(sentence, texts.of('reason', { reason }));
    return plainText(texts.of('rejected', { host: this.host, sentence: full }));
  }

  togglePause(): boolean {
    this.isPaused = !this.isPaused;
    this.prefix = '';
    this.write(this.options.texts.of(this.isPaused ? 'paused' : 'getsTakesAgain'));
    return this.isPaused;
  }

  private get host(): string {
    return this.options.address.url.host;
  }

  private showConnection(terms: Terms): void {
    const { texts, hasKeys } = this.options;
    this.problem = undefined;
    const connected = texts.of('connected', { host: this.host, name: terms.name });
    this.write(hasKeys ? texts.join(connected, texts.of('keys')) : connected);
    this.showTerms(terms);
  }

  private showTerms({ pausedBy }: Terms): void {
    if (pausedBy === this.pausedBy) return;
    this.pausedBy = pausedBy;
    this.write(this.options.texts.of(pausedBy ?? 'getsTakes'));
  }

  /** Once, however often the program tries. */
  private showProblem({ problem, reason }: EventOf<'disconnected'>): void {
    if (problem === this.problem) return;
    this.problem = problem;
    const { texts, address } = this.options;
    const { origin } = address.url;
    const sentence = texts.of(problem, { host: this.host, origin, reason, other: otherScheme(address.url) });
    this.write(texts.join(sentence, texts.of('retries')));
  }

  private showDevice({ provider, name }: DeviceView, setting?: string): void {
    const { texts } = this.options;
    const values = { provider: PROVIDER_NAMES[provider], ...(name !== undefined && { name }) };
    if (provider !== 'cpu') return this.write(texts.of(name === undefined ? 'deviceUnnamed' : 'device', values));
    const processor = texts.of(name === undefined ? 'processor' : 'processorNamed', values);
    this.write(texts.of(setting === 'cpu' ? 'processorChosen' : 'processorOnly', { processor }));
  }

  private showEnd({ outcome, ms, renderMs = ms }: EventOf<'ended'>): void {
    const { texts } = this.options;
    if (outcome !== 'finished') return this.write(texts.of(ENDS[outcome], { time: texts.durationOf(ms) }));
    this.takes += 1;
    this.renderMs += renderMs;
    const loadingMs = ms - renderMs;
    const [time, loading] = [texts.durationOf(renderMs), texts.durationOf(loadingMs)];
    const text = loadingMs >= LONG_LOADING_MS ? 'takeFinishedAfterLoading' : 'takeFinished';
    this.write(texts.of(text, { time, loading, count: this.takes }));
  }

  private write(line: string): void {
    const time = new Date().toTimeString().slice(0, 8);
    this.options.write(`${time}  ${this.prefix}${plainText(line)}\n`);
  }
}
