import type { Tokenizer } from '../tokenizer/tokenizer.js';
import { BREAK_WEIGHT, parseWeights } from './weights.js';

/** A chunk of a text: `[length]` ids with begin, end, and padding, and the weight of each. */
export interface TextChunk {
  readonly ids: readonly number[];
  readonly weights: readonly number[];
}

export interface ChunkedText {
  /** At least one. */
  readonly chunks: readonly TextChunk[];
  /** Counted as AUTOMATIC1111's web UI does: every chunk before the last counts as full. */
  readonly tokens: number;
}

/** If a chunk ends within this many tokens after a comma, the tokens after the comma move to the next chunk. */
const COMMA_PADDING_BACKTRACK = 20;

/** What filling chunks needs of a tokenizer. */
export type ChunkTokenizer = Pick<Tokenizer, 'encode' | 'frame' | 'limit' | 'comma'>;

/**
 * Splits a prompt into chunks (75 tokens with CLIP) as AUTOMATIC1111's web UI does: at BREAK, and where a chunk is
 * full, preferably after a nearby comma. Schedules must already be resolved.
 */
export function toChunks(prompt: string, tokenizer: ChunkTokenizer): ChunkedText {
  const filler = new ChunkFiller(tokenizer);
  for (const { text, weight } of parseWeights(prompt)) {
    if (text === 'BREAK' && weight === BREAK_WEIGHT) filler.closeChunk();
    else for (const id of tokenizer.encode(text)) filler.add(id, weight);
  }
  return filler.finish();
}

class ChunkFiller {
  private readonly chunks: TextChunk[] = [];
  private ids: number[] = [];
  private weights: number[] = [];
  private lastComma = -1;

  constructor(private readonly tokenizer: ChunkTokenizer) {}

  add(id: number, weight: number): void {
    const { comma, limit } = this.tokenizer;
    if (id === comma) this.lastComma = this.ids.length;
    else if (this.ids.length === limit && this.lastComma >= 0 && limit - this.lastComma <= COMMA_PADDING_BACKTRACK) {
      this.moveTextAfterComma();
    }
    if (this.ids.length === limit) this.closeChunk();
    this.ids.push(id);
    this.weights.push(weight);
  }

  /** Starts the next chunk. */
  closeChunk(): void {
    const { ids, specialTokenCount } = this.tokenizer.frame(this.ids);
    const weights = ids.map((_, i) => this.weights[i - specialTokenCount] ?? 1);
    this.chunks.push({ ids, weights });
    this.ids = [];
    this.weights = [];
    this.lastComma = -1;
  }

  finish(): ChunkedText {
    const tokens = this.chunks.length * this.tokenizer.limit + this.ids.length;
    if (this.ids.length > 0 || this.chunks.length === 0) this.closeChunk();
    return { chunks: this.chunks, tokens };
  }

  private moveTextAfterComma(): void {
    const ids = this.ids.splice(this.lastComma + 1);
    const weights = this.weights.splice(this.lastComma + 1);
    this.closeChunk();
    this.ids = ids;
    this.weights = weights;
  }
}
