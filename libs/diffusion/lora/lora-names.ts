import type { PartName } from './adapters/adapter.js';

/** The graph that a module belongs to. */
export type LoraPart = 'unet' | 'text_encoder' | 'text_encoder_2';

/** A module as a LoRA names it: with dots, or with underscores if its training tool replaces dots. */
export interface LoraModuleName {
  readonly part: LoraPart;
  readonly path: string;
  readonly isFlat: boolean;
}

export interface LoraKey {
  /** The part of the key before the role, shared by all tensors of a module. */
  readonly module: string;
  /** Undefined for tensors of adapters that are not supported. */
  readonly part: PartName | 'alpha' | undefined;
}

/** kohya's prefixes: all dots of the path become underscores. */
const FLAT_PREFIXES: readonly (readonly [string, LoraPart])[] = [
  ['lora_unet_', 'unet'],
  ['lora_te1_', 'text_encoder'],
  ['lora_te2_', 'text_encoder_2'],
  ['lora_te_', 'text_encoder'],
];

/** Prefixes of diffusers and PEFT. The last two identify the graph by its first layer. */
const DOTTED_PREFIXES: readonly (readonly [RegExp, LoraPart])[] = [
  [/^unet\./, 'unet'],
  [/^diffusion_model\./, 'unet'],
  [/^text_encoder_2\./, 'text_encoder_2'],
  [/^text_encoder\./, 'text_encoder'],
  [/^(?=(down_blocks|up_blocks|mid_block|input_blocks|middle_block|output_blocks)\.)/, 'unet'],
  [/^(?=text_model\.)/, 'text_encoder'],
];

/** Ends of keys, and what they say about the tensor. */
const PARTS: readonly (readonly [RegExp, PartName | 'alpha'])[] = [
  [/\.lora_down\.weight$/, 'down'],
  [/\.lora_up\.weight$/, 'up'],
  [/\.lora_mid\.weight$/, 'mid'],
  [/\.lora_A(\.[^.]+)?\.weight$/, 'down'],
  [/\.lora_B(\.[^.]+)?\.weight$/, 'up'],
  [/(\.lora|_lora|\.lora_linear_layer)\.down\.weight$/, 'down'],
  [/(\.lora|_lora|\.lora_linear_layer)\.up\.weight$/, 'up'],
  [/\.alpha$/, 'alpha'],
  [/\.dora_scale$/, 'doraScale'],
  [/\.lora_magnitude_vector(\.[^.]+)?(\.weight)?$/, 'doraScale'],
  [/\.hada_w1_a$/, 'hadamard1a'],
  [/\.hada_w1_b$/, 'hadamard1b'],
  [/\.hada_w2_a$/, 'hadamard2a'],
  [/\.hada_w2_b$/, 'hadamard2b'],
  [/\.hada_t1$/, 'hadamardMid1'],
  [/\.hada_t2$/, 'hadamardMid2'],
  [/\.lokr_w1$/, 'kronecker1'],
  [/\.lokr_w1_a$/, 'kronecker1a'],
  [/\.lokr_w1_b$/, 'kronecker1b'],
  [/\.lokr_w2$/, 'kronecker2'],
  [/\.lokr_w2_a$/, 'kronecker2a'],
  [/\.lokr_w2_b$/, 'kronecker2b'],
  [/\.lokr_t2$/, 'kroneckerMid2'],
  [/\.on_input$/, 'onInput'],
  [/\.oft_blocks$/, 'blocks'],
  [/\.diff$/, 'difference'],
  [/\.diff_b$/, 'biasDifference'],
  [/\.w_norm$/, 'normDifference'],
  [/\.b_norm$/, 'normBiasDifference'],
  [/\.weight$/, 'factors'],
];

/** Attention names from diffusers before PEFT, and their text encoder equivalents. */
const OLD_ATTENTION: readonly (readonly [RegExp, string])[] = [
  [/\.processor\.(to_[qkv])$/, '.$1'],
  [/\.processor\.to_out$/, '.to_out.0'],
  [/(self_attn)\.to_([qkv])$/, '$1.$2_proj'],
  [/(self_attn)\.to_out$/, '$1.out_proj'],
];

export function splitLoraKey(key: string): LoraKey {
  for (const [pattern, part] of PARTS) {
    const module = key.replace(pattern, '');
    if (module !== key) return { module, part };
  }
  const dot = key.lastIndexOf('.');
  return { module: dot > 0 ? key.slice(0, dot) : key, part: undefined };
}

/** @returns undefined when the name matches no graph of a Stable Diffusion model */
export function loraModuleName(module: string): LoraModuleName | undefined {
  for (const [prefix, part] of FLAT_PREFIXES) {
    if (module.startsWith(prefix)) return { part, path: module.slice(prefix.length), isFlat: true };
  }
  const unwrapped = module.replace(/^base_model\.model\./, '');
  for (const [pattern, part] of DOTTED_PREFIXES) {
    const match = pattern.exec(unwrapped);
    if (match) return { part, path: toDiffusersPath(unwrapped.slice(match[0].length)), isFlat: false };
  }
  return undefined;
}

function toDiffusersPath(path: string): string {
  const unwrapped = path.replace(/^base_model\.model\./, '');
  return OLD_ATTENTION.reduce((name, [old, modern]) => name.replace(old, modern), unwrapped);
}
