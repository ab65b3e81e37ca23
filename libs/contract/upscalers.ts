/** Upscalers that need no model: interpolated latents, or pixels resampled and encoded again. */
export const BUILT_IN_UPSCALERS = ['latent', 'latent_nearest', 'lanczos'] as const;
/** Any other upscaler is a file. */
export const isBuiltInUpscaler = (name: string): boolean => BUILT_IN_UPSCALERS.some((upscaler) => upscaler === name);
