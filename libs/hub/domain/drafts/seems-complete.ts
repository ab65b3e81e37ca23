const PARTS = ['unet', 'vae_decoder', 'text_encoder', 'tokenizer', 'scheduler'];

/** Whether it is worth a check without being asked for one. Whoever knows that something is still to come asks later. */
export const seemsComplete = (paths: readonly string[]): boolean => {
  if (paths.length === 1) return /\.safetensors$/i.test(paths[0] ?? '');
  const index = paths.find((path) => /^([^/]+\/)?model_index\.json$/.test(path));
  if (index === undefined) return false;
  const around = index.slice(0, -'model_index.json'.length);
  return PARTS.every((part) => paths.some((path) => path.startsWith(`${around}${part}/`)));
};
