import { embeddingPattern } from '@visionary/infotext';
import type { Embedding, EmbeddingVectors } from './embedding-file.js';

/** An embedding and the word that stands for it in prompts. */
export interface NamedEmbedding extends Embedding {
  readonly name: string;
}

/**
 * The embeddings of one text encoder: rows behind its token table. Their ids count down from -1, so that none is a
 * token's.
 */
export class EmbeddingTable {
  static readonly EMPTY = new EmbeddingTable([]);

  /** `[rows, width]`; no values without embeddings. */
  readonly rows: Float32Array;
  readonly count: number;
  private readonly idsByName = new Map<string, readonly number[]>();
  private readonly pattern: RegExp | undefined;

  constructor(entries: readonly { readonly name: string; readonly vectors: EmbeddingVectors }[]) {
    this.count = entries.reduce((sum, { vectors }) => sum + vectors.count, 0);
    this.rows = new Float32Array(entries.reduce((sum, { vectors }) => sum + vectors.data.length, 0));
    let [row, offset] = [0, 0];
    for (const { name, vectors } of entries) {
      const first = row;
      this.idsByName.set(
        name.toLowerCase(),
        Array.from({ length: vectors.count }, (_, i) => -1 - first - i),
      );
      this.rows.set(vectors.data, offset);
      row += vectors.count;
      offset += vectors.data.length;
    }
    this.pattern = embeddingPattern([...this.idsByName.keys()]);
  }

  /** Splits a text at the words of embeddings. */
  split(text: string): (string | readonly number[])[] {
    if (!this.pattern) return [text];
    return text.split(this.pattern).map((part, i) => (i % 2 === 0 ? part : this.idsByName.get(part.toLowerCase())!));
  }
}
