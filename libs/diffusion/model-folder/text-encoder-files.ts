import type { TokenizerSource } from '../tokenizer/tokenizer-source.js';

/** One text encoder's files. */
export interface TextEncoderFiles {
  /** Absolute path of its graph. */
  readonly graph: string;
  readonly tokenizer: TokenizerSource;
  /** How many tokens it was made for, where its config says so. */
  readonly textLength: number | undefined;
}
