import type { AdditionKind, Settings } from '@visionary/contract';
import { withoutMask } from '../settings/init-image/mask-strength.js';

/** Something that acts on a take beside its prompt. */
export interface BeyondPrompt {
  readonly kind: 'init' | 'mask' | 'lora' | AdditionKind | 'hires' | 'seed';
  /** The key of the field that sets it, see `openSetting`. */
  readonly setting: string;
  /** The LoRA or addition. */
  readonly id?: string;
  /** Strength, weight, factor, or seed; a mask has the share of the image that it repaints, which the image tells. */
  readonly amount?: number;
  /** The change of the settings that removes it. */
  readonly without: Partial<Settings>;
}

/**
 * What acts on a take with these settings beside its prompt, in the order of their influence.
 * @param withoutInit the change that removes the init image, which can restore the size
 */
export function beyondPrompt(
  { init, loras = [], embeddings = [], controls = [], vae, hires, seed }: Settings,
  withoutInit: Partial<Settings> = { init: undefined },
): BeyondPrompt[] {
  return [
    ...(init ? [{ kind: 'init', setting: 'init', amount: init.strength, without: withoutInit } as const] : []),
    ...(init?.mask ? [{ kind: 'mask', setting: 'mask', without: { init: withoutMask(init) } } as const] : []),
    ...loras.map(({ id, weight }) => ({
      kind: 'lora' as const,
      setting: `lora ${id}`,
      id,
      amount: weight,
      without: { loras: rest(loras, (one) => one.id !== id) },
    })),
    ...embeddings.map(({ id }) => ({
      kind: 'embedding' as const,
      setting: `embedding ${id}`,
      id,
      without: { embeddings: rest(embeddings, (one) => one.id !== id) },
    })),
    ...controls.map(({ id, weight }, at) => ({
      kind: 'controlnet' as const,
      setting: `control ${at}`,
      id,
      amount: weight,
      without: { controls: rest(controls, (_, other) => other !== at) },
    })),
    ...(vae ? [{ kind: 'vae', setting: 'vae', id: vae.id, without: { vae: undefined } } as const] : []),
    ...(hires
      ? [{ kind: 'hires', setting: 'hires', amount: hires.scale, without: { hires: undefined } } as const]
      : []),
    ...(seed >= 0 ? [{ kind: 'seed', setting: 'seed', amount: seed, without: { seed: -1 } } as const] : []),
  ];
}

/** An empty list is absent, as in the settings. */
function rest<T>(list: readonly T[], keeps: (one: T, at: number) => boolean): T[] | undefined {
  const kept = list.filter(keeps);
  return kept.length > 0 ? kept : undefined;
}
