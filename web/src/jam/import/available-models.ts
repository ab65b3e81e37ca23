import type { AdditionView, LoraView, ModelView } from '@visionary/contract';

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
  listed: AvailableModels,
  find: ModelFinder,
): Promise<AvailableModels> {
  const { models, loras } = listed;
  if (kind === 'model') {
    const model = models.some(({ id }) => id === versionRef) ? undefined : await find.model(versionRef);
    return model ? { models: [...models, model], loras } : listed;
  }
  const listedLora = loras.find(({ id }) => id === versionRef);
  const lora = listedLora ?? (await find.lora(versionRef));
  if (!lora) return listed;
  const [first] = lora.compatibleModels;
  const hasCompatibleModel = models.some(({ id }) => lora.compatibleModels.includes(id));
  const compatibleModel = first === undefined || hasCompatibleModel ? undefined : await find.model(first);
  return {
    models: compatibleModel ? [...models, compatibleModel] : models,
    loras: listedLora ? loras : [...loras, lora],
  };
}

/** Whether a room can use it now: a new LoRA is not compatible with anything until its file was compared. */
export const isAvailable = ({ models, loras }: AvailableModels, versionRef: string): boolean =>
  models.some(({ id }) => id === versionRef) ||
  loras.some(({ id, compatibleModels }) => id === versionRef && compatibleModels.length > 0);

/** In which order models are tried for an addition: that of the room, then those of its family, published ones first. */
export function modelsToTry(
  { base }: Pick<AdditionView, 'base'>,
  models: readonly ModelView[],
  present: string,
): ModelView[] {
  const rankOf = ({ id, family, creator }: ModelView): number =>
    id === present ? 0 : 1 + (family === base ? 0 : 2) + (creator ? 0 : 1);
  return models.filter(({ quarantined }) => !quarantined).toSorted((a, b) => rankOf(a) - rankOf(b));
}
