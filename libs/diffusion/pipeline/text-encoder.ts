import type { ModelFolder } from '../model-folder/model-folder.js';
import type { Conditioning } from '../prompt/conditioning.js';
import type { GraphInput, GraphOptions } from '../sessions/graph.js';
import { textWindow } from '../model-folder/text-window.js';
import { findInput, findOutput, refuseOtherInputs } from '../sessions/graph-fit.js';
import { Graph } from '../sessions/graph.js';
import { Tokenizer } from '../tokenizer/tokenizer.js';

/** Text to what the denoiser reads: tokens, then the encoder's last hidden state. */
export class TextEncoder {
  private constructor(
    private readonly graph: Graph,
    private readonly ids: GraphInput,
    private readonly mask: GraphInput | undefined,
    readonly tokenizer: Tokenizer,
  ) {}

  /** @throws ModelFolderError */
  static async open(folder: ModelFolder, options: GraphOptions): Promise<TextEncoder> {
    const graph = await Graph.open(folder.graphs.textEncoder, options);
    const mask = graph.inputs.find((input) => input.name === 'attention_mask');
    const ids = findInput(graph, 'input_ids', 2, [mask]);
    refuseOtherInputs(graph, [ids, mask]);
    const length = ids.shape[1] ?? textWindow(folder);
    return new TextEncoder(graph, ids, mask, new Tokenizer(folder.tokenizer, length));
  }

  async encode(text: string): Promise<Conditioning> {
    const ids = this.tokenizer.encode(text);
    const dims = [1, ids.length];
    const feeds = {
      [this.ids.name]: { data: ids, dims },
      // Models that take a mask were trained to see the padding too; CLIP exports carry it for its form only.
      ...(this.mask ? { [this.mask.name]: { data: ids.map(() => 1), dims } } : {}),
    };
    const output = await this.graph.run(feeds, findOutput(this.graph, 'last_hidden_state'));
    const [, tokens, width] = output.dims;
    return { data: output.data, tokens: tokens!, width: width! };
  }

  async release(): Promise<void> {
    await this.graph.release();
  }
}
