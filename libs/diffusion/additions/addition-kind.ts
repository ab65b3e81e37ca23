import type { HeaderFile } from '../checkpoint/checkpoint-files.js';
import type { PartName } from '../lora/adapters/adapter.js';
import type { SafetensorsHeader, StoredTensor } from '../safetensors/header.js';
import { findControlNet, findEsrgan, findNetworks, findVae } from '../checkpoint/networks.js';
import { isEmbedding } from '../embeddings/embedding-file.js';
import { adapterOf } from '../lora/adapters/index.js';
import { splitLoraKey } from '../lora/lora-names.js';

/** Files beside LoRAs that people add to a model. */
export const ADDITION_KINDS = ['embedding', 'vae', 'controlnet', 'upscaler'] as const;
export type AdditionKind = (typeof ADDITION_KINDS)[number];

/** What a file of weights is: a whole model, something that is added to one, or none of them. */
export type WeightsKind = 'model' | 'lora' | AdditionKind | 'weights';

/** Tells by the names and shapes of its tensors what a .safetensors file is. */
export function weightsKindOf({ name, tensors }: Pick<HeaderFile, 'name' | 'tensors'>): WeightsKind {
  const file = { location: name, tensors };
  if (hasAdapter(tensors)) return 'lora';
  if (findNetworks(file).unet) return 'model';
  if (findControlNet(file)) return 'controlnet';
  // Networks of other kinds, such as those for video, have the same names for other shapes.
  if (findVae(file)?.find('decoder.conv_in.weight')?.shape.length === 4) return 'vae';
  if (findEsrgan(file)?.find('conv_first.weight')?.shape.length === 4) return 'upscaler';
  return isEmbedding(tensors) ? 'embedding' : 'weights';
}

export function isAdditionKind(kind: string): kind is AdditionKind {
  return (ADDITION_KINDS as readonly string[]).includes(kind);
}

function hasAdapter(tensors: SafetensorsHeader['tensors']): boolean {
  const modules = new Map<string, Partial<Record<PartName, StoredTensor>>>();
  for (const [key, tensor] of tensors) {
    const { module, part } = splitLoraKey(key);
    if (part === undefined || part === 'alpha') continue;
    const parts = modules.get(module) ?? {};
    parts[part] ??= tensor;
    modules.set(module, parts);
  }
  return [...modules.values()].some((parts) => adapterOf(parts) !== undefined);
}
