import type { TokenizerSource } from '../tokenizer/tokenizer-source.js';

/** The files of one text encoder. */
export interface TextEncoderFiles {
  /** Absolute path of the graph. */
  readonly graph: string;
  readonly tokenizer: TokenizerSource;
  /** Context length in tokens, if the config has it. */
  readonly textLength: number | undefined;
}
