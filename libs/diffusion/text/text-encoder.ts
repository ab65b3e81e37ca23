import type { TextEncoderFiles } from '../model-folder/text-encoder-files.js';
import type { TextWindow } from '../prompt/windows.js';
import type { GraphInput, GraphOptions, GraphOutput } from '../sessions/graph.js';
import type { TextLayer } from './text-outputs.js';
import { textWindow } from '../model-folder/text-window.js';
import { findInput, refuseOtherInputs } from '../sessions/graph-io.js';
import { Graph } from '../sessions/graph.js';
import { Tokenizer } from '../tokenizer/tokenizer.js';
import { findTextOutputs } from './text-outputs.js';

/** What an encoder says of one window: `[1, tokens, width]`, and of SDXL's second one the pooled text. */
export interface EncodedWindow {
  readonly states: GraphOutput;
  readonly pooled: Float32Array | undefined;
}

/** One text encoder with its tokenizer. */
export class TextEncoder {
  private constructor(
    private readonly graph: Graph,
    private readonly inputs: { readonly ids: GraphInput; readonly mask: GraphInput | undefined },
    private readonly outputs: { readonly states: string; readonly pooled: string | undefined },
    readonly tokenizer: Tokenizer,
  ) {}

  /** @throws ModelFolderError */
  static async open(part: TextEncoderFiles, layer: TextLayer, options: GraphOptions): Promise<TextEncoder> {
    const graph = await Graph.open(part.graph, options);
    try {
      const mask = graph.inputs.find((input) => input.name === 'attention_mask');
      const ids = findInput(graph, 'input_ids', 2, [mask]);
      refuseOtherInputs(graph, [ids, mask]);
      const tokenizer = new Tokenizer(part.tokenizer, ids.shape[1] ?? textWindow(part));
      return new TextEncoder(graph, { ids, mask }, findTextOutputs(graph, layer), tokenizer);
    } catch (error) {
      await graph.release();
      throw error;
    }
  }

  /** Windows go in one by one, so that what comes out does not depend on the others. */
  async encode({ ids }: TextWindow): Promise<EncodedWindow> {
    const dims = [this.inputs.ids.shape[0] ?? 1, ids.length];
    const rows = Array.from({ length: dims[0]! }, () => ids).flat();
    const feeds = {
      [this.inputs.ids.name]: { data: rows, dims },
      // Models that take a mask were trained to see the padding too; CLIP exports carry it for its form only.
      ...(this.inputs.mask ? { [this.inputs.mask.name]: { data: rows.map(() => 1), dims } } : {}),
    };
    const { states: name, pooled } = this.outputs;
    const outputs = await this.graph.runFor(feeds, pooled === undefined ? [name] : [name, pooled]);
    return {
      states: firstOf(outputs[name]!),
      pooled: pooled === undefined ? undefined : firstOf(outputs[pooled]!).data,
    };
  }

  async release(): Promise<void> {
    await this.graph.release();
  }
}

/** A graph of a fixed batch size got the same window in every row. */
function firstOf({ data, dims }: GraphOutput): GraphOutput {
  const [batch = 1, ...rest] = dims;
  return { data: data.subarray(0, data.length / batch), dims: [1, ...rest] };
}
