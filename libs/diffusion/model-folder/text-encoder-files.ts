import type { GraphSource } from '../onnx/graph-source.js';
import type { TokenizerSource } from '../tokenizer/tokenizer-source.js';

/** The files of one text encoder. */
export interface TextEncoderFiles {
  readonly graph: GraphSource;
  readonly tokenizer: TokenizerSource;
  /** Context length in tokens, if the config has it. */
  readonly textLength: number | undefined;
}
