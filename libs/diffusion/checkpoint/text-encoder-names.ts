import type { Renaming } from './unet-names.js';

const OPEN_CLIP: readonly (readonly [RegExp, string])[] = [
  [/^transformer\.resblocks\.(\d+)\./, 'text_model.encoder.layers.$1.'],
  [/\.ln_1\./, '.layer_norm1.'],
  [/\.ln_2\./, '.layer_norm2.'],
  [/\.mlp\.c_fc\./, '.mlp.fc1.'],
  [/\.mlp\.c_proj\./, '.mlp.fc2.'],
  [/\.attn\.out_proj\./, '.self_attn.out_proj.'],
  [/\.attn\.in_proj_/, '.self_attn.in_proj.'],
  [/^token_embedding\.weight$/, 'text_model.embeddings.token_embedding.weight'],
  [/^positional_embedding$/, 'text_model.embeddings.position_embedding.weight'],
  [/^ln_final\./, 'text_model.final_layer_norm.'],
];

/** From the names of OpenCLIP to those of transformers. Its queries, keys, and values stay one tensor, `in_proj`. */
export const openClipRenaming: Renaming = (name) =>
  OPEN_CLIP.reduce((path, [from, to]) => path.replace(from, to), name);

/** Old files of Stable Diffusion 1 leave out the outermost name. */
export const clipRenaming: Renaming = (name) => {
  if (/^(embeddings|encoder|final_layer_norm)\./.test(name)) return `text_model.${name}`;
  return name;
};
