import type { HeaderFile } from '../checkpoint/checkpoint-files.js';

/** Names of a family's tensors, anywhere in a name. The first match counts. */
const MARKS: readonly (readonly [RegExp, string])[] = [
  [/double_stream_modulation_img[._]lin\./, 'Flux.2'],
  [/distilled_guidance_layer[._]/, 'Chroma'],
  [/joint_blocks[._]\d/, 'Stable Diffusion 3'],
  [/double_blocks[._]\d+[._]img_attn|single_transformer_blocks[._]\d/, 'Flux.1'],
  [/double_layers[._]\d+[._]attn[._]w1q/, 'AuraFlow'],
  [/(^|\.)t_block\.1\.|(^|\.)adaln_single\.(emb|linear)/, 'PixArt'],
  [/(^|\.)(clip_txt_mapper|clip_txt_pooled_mapper|effnet_mapper)\./, 'Stable Cascade'],
  [/(^|\.)mlp_t5\.|(^|\.)extra_embedder\.0\./, 'Hunyuan-DiT'],
  [/(^|\.)cap_embedder\.1\./, 'Lumina'],
  [/(^|\.)encoder_hid_proj\.weight$/, 'Kolors'],
  [/(^|\.)txt_in\.individual_token_refiner\./, 'HunyuanVideo'],
  [/(^|\.)(time_stack|temporal_transformer|motion_modules?)[._]/, 'video model'],
  [/^edm_(mean|std)$/, 'Playground 2.5'],
  [/^edm_vpred\.sigma_/, 'CosXL'],
];

/** What is stored and not used: additions that no renderer here applies. */
const ADDITIONS: readonly (readonly [RegExp, string])[] = [
  [/(^|\.)ip_adapter\.|^image_proj(_model)?\./, 'IP-Adapter'],
  [/^(adapter\.)?body\.\d+\.(block1|resnets)\./, 'T2I-Adapter'],
  [/^lora_controlnet$/, 'Control-LoRA'],
  [/^encoder\.layers\.|^0\.weight$/, 'TAESD encoder'],
];

/** Latents of 4 channels; a UNet that reads others was made for something else. */
const INPUTS: Readonly<Record<number, string>> = { 7: 'upscaler of Stable Diffusion 2', 8: 'InstructPix2Pix' };
const FIRST_CONVOLUTION = /^((model\.)?diffusion_model\.|model\.|)input_blocks\.0\.0\.weight$/;

/** The family of a file that cannot be used here, by what only that family has. */
export function unsupportedFamily({ tensors }: Pick<HeaderFile, 'tensors'>): string | undefined {
  for (const [name, { shape }] of tensors) {
    const channels = shape[1] ?? 0;
    if (FIRST_CONVOLUTION.test(name) && channels in INPUTS) return INPUTS[channels];
  }
  return firstMark(tensors.keys(), MARKS);
}

/** What a file is that is stored and not used. */
export function unusedAddition({ tensors }: Pick<HeaderFile, 'tensors'>): string | undefined {
  return firstMark(tensors.keys(), ADDITIONS);
}

function firstMark(names: Iterable<string>, marks: typeof MARKS): string | undefined {
  let best = marks.length;
  for (const name of names) {
    const found = marks.findIndex(([mark]) => mark.test(name));
    if (found >= 0 && found < best) best = found;
  }
  return marks[best]?.[1];
}
