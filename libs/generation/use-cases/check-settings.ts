import { Injectable } from '@nestjs/common';
import { Rejection } from '@visionary/kernel';
import { type Model, ModelCatalog, validateSize } from '../domain/model.js';
import type { TakeSettings } from '../domain/take.js';
import { ResolveLoras } from './resolve-loras.js';
import { ResolveInitImage } from './resolve-init-image.js';
import { ReadQuarantine } from './read-quarantine.js';

export interface ImageRequest {
  readonly roomId: string;
  readonly prompt: string;
  readonly settings: TakeSettings;
}

/** Whether what was asked for can be rendered here. */
@Injectable()
export class CheckSettings {
  constructor(
    private readonly models: ModelCatalog,
    private readonly quarantine: ReadQuarantine,
    private readonly resolveLoras: ResolveLoras,
    private readonly resolveInitImage: ResolveInitImage,
  ) {}

  /**
   * @throws Rejection GENERATION_PROMPT_EMPTY, GENERATION_MODEL_NOT_FOUND, GENERATION_MODEL_QUARANTINED,
   * GENERATION_SCHEDULER_NOT_FOUND, GENERATION_SIZE_UNSUPPORTED, GENERATION_IMG2IMG_UNSUPPORTED, and as ResolveInitImage and ResolveLoras
   */
  async run({ roomId, prompt, settings }: ImageRequest): Promise<void> {
    if (!prompt.trim()) throw new Rejection('GENERATION_PROMPT_EMPTY');
    const model = await this.models.find(settings.model);
    if (!model) throw new Rejection('GENERATION_MODEL_NOT_FOUND', { model: settings.model });
    if (await this.quarantine.of(model.id)) throw new Rejection('GENERATION_MODEL_QUARANTINED', { model: model.id });
    if (!model.schedulers.includes(settings.scheduler)) {
      throw new Rejection('GENERATION_SCHEDULER_NOT_FOUND', { scheduler: settings.scheduler });
    }
    const trouble = validateSize(model, settings);
    if (trouble) throw new Rejection('GENERATION_SIZE_UNSUPPORTED', trouble);
    await this.requireStart(model, roomId, settings);
    await this.resolveLoras.run(model, prompt, settings.loras);
  }

  private async requireStart(model: Model, roomId: string, { init }: TakeSettings): Promise<void> {
    if (!init) return;
    if (!model.takesImages) throw new Rejection('GENERATION_IMG2IMG_UNSUPPORTED', { model: model.title });
    await this.resolveInitImage.run(roomId, init);
  }
}
