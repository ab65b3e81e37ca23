import type { TextEncoderFiles } from '../model-folder/text-encoder-files.js';
import type { ChunkTokenizer, TextChunk } from '../prompt/chunks.js';
import type { GraphInput, GraphOptions, GraphOutput, GraphTensor } from '../sessions/graph.js';
import type { LowRankFactors } from '../sessions/low-rank-tensors.js';
import type { TextLayer } from './text-outputs.js';
import { EmbeddingTable } from '../embeddings/embedding-table.js';
import { EmbeddingTokenizer } from '../embeddings/embedding-tokenizer.js';
import { ModelFolderError, RenderError } from '../errors.js';
import { contextLength } from '../model-folder/context-length.js';
import { findInput, requireKnownInputs } from '../sessions/graph-io.js';
import { Graph } from '../sessions/graph.js';
import { Tokenizer } from '../tokenizer/tokenizer.js';
import { clipSkipOutput } from './clip-skip.js';
import { findTextOutputs } from './text-outputs.js';

/** The encoding of one chunk: hidden states `[1, tokens, width]`, and the pooled embedding of SDXL's second encoder. */
export interface EncodedChunk {
  readonly states: GraphOutput;
  readonly pooled: Float32Array | undefined;
}

interface Inputs {
  readonly ids: GraphInput;
  readonly mask: GraphInput | undefined;
  /** Rows of embeddings behind the token table. */
  readonly vectors: GraphInput | undefined;
}

/** A text encoder with its tokenizer. */
export class TextEncoder {
  private constructor(
    private readonly graph: Graph,
    private readonly inputs: Inputs,
    private readonly outputs: { readonly states: string; readonly pooled: string | undefined },
    private readonly wordTokenizer: Tokenizer,
    private readonly embeddings = EmbeddingTable.EMPTY,
  ) {
    this.tokenizer = embeddings.count > 0 ? new EmbeddingTokenizer(wordTokenizer, embeddings) : wordTokenizer;
  }

  readonly tokenizer: ChunkTokenizer;

  /** @throws ModelFolderError */
  static async open(part: TextEncoderFiles, layer: TextLayer, options: GraphOptions): Promise<TextEncoder> {
    return Graph.openAs(part.graph, options, (graph) => {
      const mask = graph.inputs.find((input) => input.name === 'attention_mask');
      const ids = findInput(graph, 'input_ids', 2, [mask]);
      const vectors = graph.inputs.find((input) => input.name === 'embedding_vectors');
      requireKnownInputs(graph, [ids, mask, vectors]);
      const tokenizer = new Tokenizer(part.tokenizer, ids.shape[1] ?? contextLength(part));
      return new TextEncoder(graph, { ids, mask, vectors }, findTextOutputs(graph, layer), tokenizer);
    });
  }

  /**
   * The same encoder with embeddings. Only one of the two is released.
   * @throws ModelFolderError when they do not fit its token table
   */
  withEmbeddings(embeddings: EmbeddingTable): TextEncoder {
    const { graph, inputs, outputs, wordTokenizer } = this;
    if (embeddings.count > 0) requireVectors(graph, inputs.vectors, embeddings);
    return new TextEncoder(graph, inputs, outputs, wordTokenizer, embeddings);
  }

  /**
   * Encodes chunks one by one, so that the result doesn't depend on the other chunks.
   * @param clipSkip layer from the end; 1 is the one that the model reads by default
   * @throws RenderError RENDER_OUT_OF_RANGE when the graph has no such layer
   */
  async encode({ ids }: TextChunk, clipSkip: number): Promise<EncodedChunk> {
    const dims = [this.inputs.ids.shape[0] ?? 1, ids.length];
    const rows = Array.from({ length: dims[0]! }, () => ids).flat();
    const feeds = {
      [this.inputs.ids.name]: { data: rows, dims },
      // Models with a mask were trained with visible padding, and CLIP exports don't use it.
      ...(this.inputs.mask ? { [this.inputs.mask.name]: { data: rows.map(() => 1), dims } } : {}),
      ...(this.inputs.vectors ? { [this.inputs.vectors.name]: this.vectors(this.inputs.vectors) } : {}),
    };
    const { pooled } = this.outputs;
    const name = clipSkip === 1 ? this.outputs.states : this.skippingOutput(clipSkip);
    const outputs = await this.graph.runFor(feeds, pooled === undefined ? [name] : [name, pooled]);
    return {
      states: firstOf(outputs[name]!),
      pooled: pooled === undefined ? undefined : firstOf(outputs[pooled]!).data,
    };
  }

  /** @returns whether its outputs may differ from now on */
  adapt(factors: LowRankFactors): boolean {
    return this.graph.adapt(factors);
  }

  async release(): Promise<void> {
    await this.graph.release();
  }

  private skippingOutput(clipSkip: number): string {
    const name = clipSkipOutput(clipSkip);
    if (this.graph.outputNames.includes(name)) return name;
    throw new RenderError('RENDER_OUT_OF_RANGE', `the text encoder of this model has no clip skip of ${clipSkip}`);
  }

  /** The rows of embeddings, at least one. */
  private vectors({ shape }: GraphInput): GraphTensor {
    const width = shape[1] ?? 0;
    if (this.embeddings.count === 0) return { data: new Float32Array(width), dims: [1, width] };
    return { data: this.embeddings.rows, dims: [this.embeddings.count, width] };
  }
}

function requireVectors(graph: Graph, vectors: GraphInput | undefined, { rows, count }: EmbeddingTable): void {
  const width = rows.length / count;
  if (vectors?.shape[1] === width) return;
  const expected = vectors ? `embeddings of width ${vectors.shape[1]}` : 'a checkpoint: exports take no embeddings';
  throw new ModelFolderError('DOES_NOT_FIT', graph.file, `an embedding is ${width} wide`, expected, {
    ...{ reasonKey: 'dimensionMismatch', name: 'embedding_vectors', length: width, expected: vectors?.shape[1] ?? 0 },
  });
}

/** The first batch row. Graphs with a fixed batch size get the same chunk in every row. */
function firstOf({ data, dims }: GraphOutput): GraphOutput {
  const [batch = 1, ...rest] = dims;
  return { data: data.subarray(0, data.length / batch), dims: [1, ...rest] };
}
