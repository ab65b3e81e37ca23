import type { ModelPickerItem } from '@visionary/contract';

/** The image of an option: a sample of the hub, or the one that a model or LoRA in the models folder came with. */
export const optionImage = ({
  hub,
  model,
  lora,
}: Pick<ModelPickerItem, 'hub' | 'model' | 'lora'>): string | undefined =>
  hub?.sample ?? model?.pictures?.title ?? lora?.picture;
