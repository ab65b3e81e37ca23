import type { Tokenizer } from '../tokenizer/tokenizer.js';
import { BREAK_WEIGHT, parseWeights } from './weights.js';

/** What a text encoder reads at once: `[length]` ids with begin, end and padding, and how much each counts. */
export interface TextWindow {
  readonly ids: readonly number[];
  readonly weights: readonly number[];
}

export interface WindowedText {
  /** One at least. */
  readonly windows: readonly TextWindow[];
  /** As the field counts: a window that was left counts as full. */
  readonly tokens: number;
}

/** A comma at most so far back keeps the words behind it together in the next window. */
const COMMA_REACH = 20;

/** What a tokenizer must know to fill windows. */
export type WindowTokenizer = Pick<Tokenizer, 'encode' | 'frame' | 'limit' | 'comma'>;

/**
 * Cuts a prompt into windows (75 tokens with CLIP), as the field does: at BREAK, where a window is full, and then
 * rather behind a comma that is near. Schedules must have been resolved.
 */
export function toWindows(prompt: string, tokenizer: WindowTokenizer): WindowedText {
  const filler = new WindowFiller(tokenizer);
  for (const { text, weight } of parseWeights(prompt)) {
    if (text === 'BREAK' && weight === BREAK_WEIGHT) filler.alternative();
    else for (const id of tokenizer.encode(text)) filler.add(id, weight);
  }
  return filler.finish();
}

class WindowFiller {
  private readonly windows: TextWindow[] = [];
  private ids: number[] = [];
  private weights: number[] = [];
  private lastComma = -1;

  constructor(private readonly tokenizer: WindowTokenizer) {}

  add(id: number, weight: number): void {
    const { comma, limit } = this.tokenizer;
    if (id === comma) this.lastComma = this.ids.length;
    else if (this.ids.length === limit && this.lastComma >= 0 && limit - this.lastComma <= COMMA_REACH) this.carry();
    if (this.ids.length === limit) this.alternative();
    this.ids.push(id);
    this.weights.push(weight);
  }

  /** Begins the next window. */
  alternative(): void {
    const { ids, specialTokenCount } = this.tokenizer.frame(this.ids);
    const weights = ids.map((_, i) => this.weights[i - specialTokenCount] ?? 1);
    this.windows.push({ ids, weights });
    this.ids = [];
    this.weights = [];
    this.lastComma = -1;
  }

  finish(): WindowedText {
    const tokens = this.windows.length * this.tokenizer.limit + this.ids.length;
    if (this.ids.length > 0 || this.windows.length === 0) this.alternative();
    return { windows: this.windows, tokens };
  }

  private carry(): void {
    const ids = this.ids.splice(this.lastComma + 1);
    const weights = this.weights.splice(this.lastComma + 1);
    this.alternative();
    this.ids = ids;
    this.weights = weights;
  }
}
