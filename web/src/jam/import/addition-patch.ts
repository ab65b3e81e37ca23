import { type AdditionKind, LIMITS, type ModelView, type Settings } from '@visionary/contract';
import { defaultHires } from '../settings/hires.js';
import { settingsFor } from './hub-model-patch.js';

export type AdditionPatch =
  | { readonly settings: Partial<Settings> }
  | { readonly problem: 'tooManyEmbeddings' | 'tooManyControls' };

/**
 * The settings that use an addition. A ControlNet needs an image, too, which is asked for afterwards.
 * @param base a model that it fits; undefined if there is none
 */
export function additionPatch(
  kind: AdditionKind,
  id: string,
  room: { readonly present: Settings; readonly models: readonly ModelView[] },
  base: ModelView | undefined,
): AdditionPatch {
  const { present } = room;
  const model = base && base.id !== present.model ? settingsFor(base, room, true) : {};
  switch (kind) {
    case 'vae':
      return { settings: { ...model, vae: { id } } };
    case 'embedding': {
      const others = (present.embeddings ?? []).filter((one) => one.id !== id);
      if (others.length >= LIMITS.embeddings) return { problem: 'tooManyEmbeddings' };
      return { settings: { ...model, embeddings: [...others, { id }] } };
    }
    case 'controlnet':
      return (present.controls?.length ?? 0) < LIMITS.controls ? { settings: model } : { problem: 'tooManyControls' };
    case 'upscaler': {
      const hires = present.hires ?? defaultHires({ ...present, ...model }, base);
      // Only takes that start from noise have a second pass.
      return { settings: { ...model, init: undefined, hires: { ...hires, upscaler: id } } };
    }
    default:
      return kind satisfies never;
  }
}
