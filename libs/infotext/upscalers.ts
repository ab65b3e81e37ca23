/** Names of the built-in upscalers in infotext and in menus, as in AUTOMATIC1111's web UI. */
const LABELS: Readonly<Record<string, string>> = {
  latent: 'Latent',
  latent_nearest: 'Latent (nearest)',
  lanczos: 'Lanczos',
};

/** The name of an upscaler in infotext. An upscaler model has its own. */
export const upscalerLabel = (id: string): string => (Object.hasOwn(LABELS, id) ? LABELS[id]! : id);

/** Other names, of the same or nearly the same interpolation. */
const ALIASES: Readonly<Record<string, string>> = {
  'latent (antialiased)': 'latent',
  'latent (bicubic)': 'latent',
  'latent (bicubic antialiased)': 'latent',
  'latent (nearest-exact)': 'latent_nearest',
  nearest: 'lanczos',
  none: 'lanczos',
};

/** Finds a built-in upscaler by its name in infotext. @returns whether it computes exactly what the name says */
export function findUpscaler(name: string): { readonly id: string; readonly isExact: boolean } | undefined {
  const lowerCase = name.trim().toLowerCase();
  const id = Object.keys(LABELS).find((key) => key === lowerCase || LABELS[key]!.toLowerCase() === lowerCase);
  if (id !== undefined) return { id, isExact: true };
  return Object.hasOwn(ALIASES, lowerCase) ? { id: ALIASES[lowerCase]!, isExact: false } : undefined;
}
