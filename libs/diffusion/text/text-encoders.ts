import type { ModelFolder } from '../model-folder/model-folder.js';
import type { Conditioning } from '../prompt/conditioning.js';
import type { PromptEncoder } from '../prompt/encoded-texts.js';
import type { TextWindow } from '../prompt/windows.js';
import type { GraphOptions } from '../sessions/graph.js';
import type { EncodedWindow } from './text-encoder.js';
import { ModelFolderError } from '../errors.js';
import { textParts } from '../model-folder/text-window.js';
import { applyEmphasis } from '../prompt/emphasis.js';
import { toWindows } from '../prompt/windows.js';
import { TextEncoder } from './text-encoder.js';

/**
 * All text encoders of a model: one, or SDXL's two, whose hidden states are concatenated along the width. Each splits
 * the text with its own tokenizer and weights its own states.
 */
export class TextEncoders implements PromptEncoder {
  private constructor(
    private readonly encoders: readonly TextEncoder[],
    readonly zeroEmptyNegative: boolean,
  ) {}

  /** @throws ModelFolderError; then nothing stays loaded */
  static async open(folder: ModelFolder, options: GraphOptions): Promise<TextEncoders> {
    const parts = textParts(folder);
    const layer = parts.length > 1 ? 'last but one' : 'last';
    const opened: TextEncoder[] = [];
    try {
      for (const part of parts) opened.push(await TextEncoder.open(part, layer, options));
      return new TextEncoders(opened, parts.length > 1 && folder.zeroEmptyNegative);
    } catch (error) {
      await Promise.all(opened.map((encoder) => encoder.release()));
      throw error;
    }
  }

  /** @throws ModelFolderError when the encoders' outputs don't match */
  async encode(text: string): Promise<Conditioning> {
    const cut = this.encoders.map(({ tokenizer }) => toWindows(text, tokenizer).windows);
    const count = Math.max(...cut.map((windows) => windows.length));
    const whole = await Promise.all(
      this.encoders.map((encoder, i) => encodeAll(encoder, withEmpty(cut[i]!, count, encoder))),
    );
    const pooled = whole[whole.length - 1]!.pooled;
    return { ...sideBySide(whole), ...(this.encoders.length > 1 && pooled ? { pooled } : {}) };
  }

  async release(): Promise<void> {
    await Promise.all(this.encoders.map((encoder) => encoder.release()));
  }
}

function withEmpty(windows: readonly TextWindow[], count: number, { tokenizer }: TextEncoder): readonly TextWindow[] {
  if (windows.length === count) return windows;
  const empty = toWindows('', tokenizer).windows;
  return [...windows, ...Array.from({ length: count - windows.length }, () => empty[0]!)];
}

/** All chunks of a text, concatenated along the sequence. The pooled embedding is that of the first. */
async function encodeAll(encoder: TextEncoder, windows: readonly TextWindow[]): Promise<Conditioning> {
  const encoded: EncodedWindow[] = [];
  for (const window of windows) encoded.push(await encoder.encode(window));
  const [, tokens = 0, width = 0] = encoded[0]!.states.dims;
  const each = tokens * width;
  const data = new Float32Array(each * windows.length);
  encoded.forEach(({ states }, i) => data.set(applyEmphasis(states.data, windows[i]!.weights), i * each));
  const pooled = encoded[0]!.pooled;
  return { data, tokens: tokens * windows.length, width, ...(pooled ? { pooled } : {}) };
}

function sideBySide(parts: readonly Conditioning[]): Conditioning {
  const [first] = parts;
  if (parts.length === 1) return first!;
  const tokens = first!.tokens;
  if (parts.some((part) => part.tokens !== tokens)) {
    const problem = `the encoders' windows differ (${parts.map((part) => part.tokens).join(' and ')} tokens)`;
    const fits = 'parts of one and the same export';
    const other = parts.find((part) => part.tokens !== tokens)!.tokens;
    const fault = { reasonKey: 'dimensionMismatch', name: 'input_ids', length: other, expected: tokens } as const;
    throw new ModelFolderError('DOES_NOT_FIT', 'text_encoder_2/model.onnx', problem, fits, fault);
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
