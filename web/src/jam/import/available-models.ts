import type { LoraView, ModelView } from '@visionary/contract';

/** The models a room can choose from, as far as they are loaded. */
export interface AvailableModels {
  readonly models: readonly ModelView[];
  readonly loras: readonly LoraView[];
}
/** Finds one of all models by its id in settings. */
export interface ModelFinder {
  model(versionRef: string): Promise<ModelView | undefined>;
  lora(versionRef: string): Promise<LoraView | undefined>;
}

/** Lists contain only the newest models: adds this one, and for a LoRA a compatible model. */
export async function withModel(
  kind: 'model' | 'lora',
  versionRef: string,
  available: AvailableModels,
  find: ModelFinder,
): Promise<AvailableModels> {
  const { models, loras } = available;
  if (kind === 'model') {
    const model = models.some(({ id }) => id === versionRef) ? undefined : await find.model(versionRef);
    return model ? { models: [...models, model], loras } : available;
  }
  const known = loras.find(({ id }) => id === versionRef);
  const lora = known ?? (await find.lora(versionRef));
  if (!lora) return available;
  const [first] = lora.compatibleModels;
  const isUnder = models.some(({ id }) => lora.compatibleModels.includes(id));
  const under = first === undefined || isUnder ? undefined : await find.model(first);
  return { models: under ? [...models, under] : models, loras: known ? loras : [...loras, lora] };
}

/** Whether a room can use it now: a new LoRA is not compatible with anything until its file was compared. */
export const isAvailable = ({ models, loras }: AvailableModels, versionRef: string): boolean =>
  models.some(({ id }) => id === versionRef) ||
  loras.some(({ id, compatibleModels }) => id === versionRef && compatibleModels.length > 0);
