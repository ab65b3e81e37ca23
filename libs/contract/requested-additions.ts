import type { AdditionKind } from './additions.js';
import type { AdditionRef, TakeSettings } from './take-settings.js';
import { isBuiltInUpscaler } from './upscalers.js';

/** An addition that settings name. */
export interface RequestedAddition extends AdditionRef {
  readonly kind: AdditionKind;
}

/** All additions that settings name, in the order in which a job has them. */
export const requestedAdditions = ({
  embeddings = [],
  vae,
  controls = [],
  hires,
  upscale,
}: Partial<TakeSettings>): RequestedAddition[] => [
  ...embeddings.map(({ id }) => ({ kind: 'embedding' as const, id })),
  ...(vae ? [{ kind: 'vae' as const, id: vae.id }] : []),
  ...controls.map(({ id }) => ({ kind: 'controlnet' as const, id })),
  ...[hires, upscale].flatMap(upscalerOf),
];

const upscalerOf = (use: { readonly upscaler: string } | undefined): RequestedAddition[] =>
  use && !isBuiltInUpscaler(use.upscaler) ? [{ kind: 'upscaler', id: use.upscaler }] : [];
