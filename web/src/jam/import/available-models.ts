import type { LoraView, ModelView } from '@visionary/contract';

/** What a room can choose from, as far as this page knows it. */
export interface AvailableModels {
  readonly models: readonly ModelView[];
  readonly loras: readonly LoraView[];
}
/** Looks for one by what settings call it, among all there are. */
export interface ModelFinder {
  model(useId: string): Promise<ModelView | undefined>;
  lora(useId: string): Promise<LoraView | undefined>;
}

/** Pages list the newest alone: with this one, and for a LoRA with a model that it fits, wherever they stand. */
export async function withModel(
  kind: 'model' | 'lora',
  useId: string,
  listed: AvailableModels,
  find: ModelFinder,
): Promise<AvailableModels> {
  const { models, loras } = listed;
  if (kind === 'model') {
    const model = models.some(({ id }) => id === useId) ? undefined : await find.model(useId);
    return model ? { models: [...models, model], loras } : listed;
  }
  const known = loras.find(({ id }) => id === useId);
  const lora = known ?? (await find.lora(useId));
  if (!lora) return listed;
  const [first] = lora.compatibleModels;
  const isUnder = models.some(({ id }) => lora.compatibleModels.includes(id));
  const under = first === undefined || isUnder ? undefined : await find.model(first);
  return { models: under ? [...models, under] : models, loras: known ? loras : [...loras, lora] };
}

/** Whether a room can take it up now: a LoRA whose file was just seen for the first time fits nothing yet. */
export const isAvailable = ({ models, loras }: AvailableModels, useId: string): boolean =>
  models.some(({ id }) => id === useId) ||
  loras.some(({ id, compatibleModels }) => id === useId && compatibleModels.length > 0);
