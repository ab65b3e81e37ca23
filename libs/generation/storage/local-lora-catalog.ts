import { dirname } from 'node:path';
import type { ModelFileMetadata } from '@visionary/contract';
import { parseExtraNetworks } from '@visionary/infotext';
import { type Lora, LoraCatalog, type LoraCompatibilityStatus, type TaggedPrompt } from '../domain/loras.js';
import type { Model } from '../domain/model.js';
import { findPictures } from './local-pictures.js';
import type { LoraCompatibilityChecker } from './lora-compatibility-checker.js';
import { type WeightFile, WeightFolder } from './weight-folder.js';

export type LocalLora = Lora & { readonly path: string };

/** The LoRAs of a folder. */
export class LocalLoraCatalog extends LoraCatalog {
  private readonly folder: WeightFolder<LocalLora>;

  constructor(
    dir: string,
    private readonly compatibilityChecker: LoraCompatibilityChecker,
  ) {
    super();
    this.folder = new WeightFolder(dir, 'LoRA', toLora);
  }

  list(): Promise<readonly LocalLora[]> {
    return this.folder.list();
  }

  async compatibleWith({ path }: Lora, { dir }: Model): Promise<boolean> {
    return path !== undefined && dir !== undefined && this.compatibilityChecker.isCompatible(path, dir);
  }

  override async checkCompatibility({ path }: Lora, { dir }: Model): Promise<LoraCompatibilityStatus> {
    if (path === undefined || dir === undefined) return 'shapeMismatch';
    return this.compatibilityChecker.compatibility(path, dir);
  }

  override async metadata({ path }: Lora): Promise<ModelFileMetadata | null> {
    const metadata = path === undefined ? null : await this.compatibilityChecker.metadata(path);
    return metadata && { ...metadata, dtypes: [...metadata.dtypes], triggerWords: [...metadata.triggerWords] };
  }

  parseLoraTags(prompt: string): TaggedPrompt {
    const { text, loras } = parseExtraNetworks(prompt);
    return { text: text.trim(), loras: loras.map(({ name, weight }) => ({ id: name, weight })) };
  }
}

const toLora = async ({ id, path, card }: WeightFile): Promise<LocalLora> => {
  const pictures = await findPictures(dirname(path), card.pictures ?? {}, false);
  return { ...withCard(id, card), path, ...(Object.keys(pictures).length > 0 && { pictures }) };
};

const withCard = (id: string, card: WeightFile['card']): Omit<LocalLora, 'path'> => ({
  id,
  title: card.title ?? id,
  by: card.by ?? '',
  description: card.about ?? { en: '', zh: '' },
  license: card.license ?? '',
  ...(card.drawsNothingForbidden && { drawsNothingForbidden: true }),
  triggerWords: card.triggerWords ?? [],
  weight: card.weight ?? 1,
  ...(card.recommended && { recommended: card.recommended }),
});
