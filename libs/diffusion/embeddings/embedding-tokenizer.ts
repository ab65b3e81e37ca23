import type { FramedIds, Tokenizer } from '../tokenizer/tokenizer.js';
import type { ChunkTokenizer } from '../prompt/chunks.js';
import { EmbeddingTable } from './embedding-table.js';

/** A tokenizer that turns the words of embeddings into the ids of their rows. */
export class EmbeddingTokenizer implements ChunkTokenizer {
  constructor(
    private readonly words: Tokenizer,
    private readonly embeddings: EmbeddingTable,
  ) {}

  get limit(): number {
    return this.words.limit;
  }

  get comma(): number | undefined {
    return this.words.comma;
  }

  /** As `Tokenizer.encode`; ids of embeddings are negative. */
  encode(text: string): number[] {
    return this.embeddings.split(text).flatMap((part) => (typeof part === 'string' ? this.words.encode(part) : part));
  }

  frame(textIds: readonly number[]): FramedIds {
    return this.words.frame(textIds);
  }
}

/** Counts words of embeddings as their vectors, whose values do not matter. */
export function withWords(
  tokenizer: Tokenizer,
  words: readonly { readonly word: string; readonly vectors: number }[],
): ChunkTokenizer {
  const entries = words.map(({ word, vectors: count }) => {
    return { name: word, vectors: { data: new Float32Array(count), count, width: 1 } };
  });
  return words.length === 0 ? tokenizer : new EmbeddingTokenizer(tokenizer, new EmbeddingTable(entries));
}
