import type { LoraRenderMetadata, ModelRenderMetadata } from './render-metadata.js';

/** Port: what is kept of files that are tried. Read where nobody waits for it. */
export abstract class TrialRecords {
  /** @throws Error where it cannot be read as a model after all */
  abstract ofModel(dir: string): Promise<Pick<ModelRenderMetadata, 'facts' | 'modules'>>;
  /** @throws Error where it cannot be read as a LoRA after all */
  abstract ofLora(path: string): Promise<Omit<LoraRenderMetadata, 'kind'>>;
  /** Whether its shapes match a model whose files are here. */
  abstract fits(loraPath: string, modelDir: string): Promise<boolean>;
}
