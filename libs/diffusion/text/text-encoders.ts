import type { ModelFolder } from '../model-folder/model-folder.js';
import type { Conditioning } from '../prompt/conditioning.js';
import type { PromptEncoder } from '../prompt/encoded-texts.js';
import type { TextChunk } from '../prompt/chunks.js';
import type { GraphOptions } from '../sessions/graph.js';
import type { NamedEmbedding } from '../embeddings/embedding-table.js';
import type { LoraPart } from '../lora/lora-names.js';
import type { LowRankFactors } from '../sessions/low-rank-tensors.js';
import type { EncodedChunk } from './text-encoder.js';
import { EmbeddingTable } from '../embeddings/embedding-table.js';
import { ModelFolderError } from '../errors.js';
import { textParts } from '../model-folder/context-length.js';
import { applyEmphasis } from '../prompt/emphasis.js';
import { toChunks } from '../prompt/chunks.js';
import { TextEncoder } from './text-encoder.js';

/**
 * All text encoders of a model: one, or SDXL's two, whose hidden states are concatenated along the width. Each splits
 * the text with its own tokenizer and weights its own states.
 */
export class TextEncoders implements PromptEncoder {
  private constructor(
    private readonly encoders: readonly TextEncoder[],
    /** As SDXL and its refiner read texts. */
    private readonly isPooled: boolean,
    readonly zeroEmptyNegative: boolean,
  ) {}

  /** @throws ModelFolderError; then nothing stays loaded */
  static async open(folder: ModelFolder, options: GraphOptions): Promise<TextEncoders> {
    const parts = textParts(folder);
    const isPooled = parts.length > 1 || folder.isRefiner === true;
    const layer = isPooled ? 'penultimate' : 'last';
    const encoders: TextEncoder[] = [];
    try {
      for (const part of parts) encoders.push(await TextEncoder.open(part, layer, options));
      return new TextEncoders(encoders, isPooled, parts.length > 1 && folder.zeroEmptyNegative);
    } catch (error) {
      await Promise.all(encoders.map((encoder) => encoder.release()));
      throw error;
    }
  }

  /**
   * The same encoders with embeddings, whose words stand for their vectors. Only one of the two is released.
   * @throws ModelFolderError when an embedding does not fit them
   */
  withEmbeddings(embeddings: readonly NamedEmbedding[]): TextEncoders {
    const { encoders, isPooled, zeroEmptyNegative } = this;
    const withTables = encoders.map((encoder, i) => encoder.withEmbeddings(tableOf(embeddings, i, encoders.length)));
    return new TextEncoders(withTables, isPooled, zeroEmptyNegative);
  }

  /**
   * @throws ModelFolderError when the encoders' outputs don't match; RenderError RENDER_OUT_OF_RANGE when they lack the
   * layer
   */
  async encode(text: string, clipSkip = 1): Promise<Conditioning> {
    const chunksByEncoder = this.encoders.map(({ tokenizer }) => toChunks(text, tokenizer).chunks);
    const count = Math.max(...chunksByEncoder.map((chunks) => chunks.length));
    const encodings = await Promise.all(
      this.encoders.map((encoder, i) =>
        encodeChunks(encoder, padWithEmpty(chunksByEncoder[i]!, count, encoder), clipSkip),
      ),
    );
    const pooled = encodings[encodings.length - 1]!.pooled;
    return { ...concatWidths(encodings), ...(this.isPooled && pooled ? { pooled } : {}) };
  }

  /** @returns whether texts may be encoded differently from now on */
  adapt(factorsOf: (part: LoraPart) => LowRankFactors): boolean {
    const last = this.encoders.length - 1;
    const changed = this.encoders.map((encoder, i) =>
      encoder.adapt(factorsOf(this.isPooled && i === last ? 'text_encoder_2' : 'text_encoder')),
    );
    return changed.some(Boolean);
  }

  async release(): Promise<void> {
    await Promise.all(this.encoders.map((encoder) => encoder.release()));
  }
}

/** @throws ModelFolderError when an embedding was trained for another number of text encoders */
function tableOf(embeddings: readonly NamedEmbedding[], index: number, count: number): EmbeddingTable {
  return new EmbeddingTable(
    embeddings.map(({ name, vectors }) => {
      if (vectors.length === count) return { name, vectors: vectors[index]! };
      const problem = `it was trained for ${vectors.length} text encoders, and the model has ${count}`;
      throw new ModelFolderError('DOES_NOT_FIT', name, problem, 'an embedding of the same family', {
        ...{ reasonKey: 'dimensionMismatch', name, length: vectors.length, expected: count },
      });
    }),
  );
}

function padWithEmpty(chunks: readonly TextChunk[], count: number, { tokenizer }: TextEncoder): readonly TextChunk[] {
  if (chunks.length === count) return chunks;
  const empty = toChunks('', tokenizer).chunks;
  return [...chunks, ...Array.from({ length: count - chunks.length }, () => empty[0]!)];
}

/** All chunks of a text, concatenated along the sequence. The pooled embedding is that of the first. */
async function encodeChunks(
  encoder: TextEncoder,
  chunks: readonly TextChunk[],
  clipSkip: number,
): Promise<Conditioning> {
  const encoded: EncodedChunk[] = [];
  for (const chunk of chunks) encoded.push(await encoder.encode(chunk, clipSkip));
  const [, tokens = 0, width = 0] = encoded[0]!.states.dims;
  const chunkLength = tokens * width;
  const data = new Float32Array(chunkLength * chunks.length);
  encoded.forEach(({ states }, i) => data.set(applyEmphasis(states.data, chunks[i]!.weights), i * chunkLength));
  const pooled = encoded[0]!.pooled;
  return { data, tokens: tokens * chunks.length, width, ...(pooled ? { pooled } : {}) };
}

function concatWidths(parts: readonly Conditioning[]): Conditioning {
  const [first] = parts;
  if (parts.length === 1) return first!;
  const tokens = first!.tokens;
  if (parts.some((part) => part.tokens !== tokens)) {
    const problem = `the encoders' windows differ (${parts.map((part) => part.tokens).join(' and ')} tokens)`;
    const expected = 'parts of one and the same export';
    const other = parts.find((part) => part.tokens !== tokens)!.tokens;
    const fault = { reasonKey: 'dimensionMismatch', name: 'input_ids', length: other, expected: tokens } as const;
    throw new ModelFolderError('DOES_NOT_FIT', 'text_encoder_2/model.onnx', problem, expected, fault);
  }
  const width = parts.reduce((sum, part) => sum + part.width, 0);
  const data = new Float32Array(tokens * width);
  let offset = 0;
  for (const part of parts) {
    for (let i = 0; i < tokens; i++) {
      data.set(part.data.subarray(i * part.width, (i + 1) * part.width), i * width + offset);
    }
    offset += part.width;
  }
  return { data, tokens, width };
}
