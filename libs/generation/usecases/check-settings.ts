import { Injectable } from '@nestjs/common';
import { Rejection } from '@visionary/kernel';
import { type Model, ModelCatalogue, sizeTrouble } from '../domain/model.js';
import type { TakeSettings } from '../domain/take.js';
import { ChooseLoras } from './choose-loras.js';
import { FindInit } from './find-init.js';
import { ReadQuarantine } from './read-quarantine.js';

export interface AskedPicture {
  readonly roomId: string;
  readonly prompt: string;
  readonly settings: TakeSettings;
}

/** Whether what was asked for can be rendered here. */
@Injectable()
export class CheckSettings {
  constructor(
    private readonly models: ModelCatalogue,
    private readonly quarantine: ReadQuarantine,
    private readonly chooseLoras: ChooseLoras,
    private readonly findInit: FindInit,
  ) {}

  /**
   * @throws Rejection GENERATION_PROMPT_EMPTY, GENERATION_MODEL_UNKNOWN, GENERATION_MODEL_QUARANTINED,
   * GENERATION_SCHEDULER_UNKNOWN, GENERATION_SIZE_UNSUPPORTED, GENERATION_TAKES_NO_PICTURES, and as FindInit and ChooseLoras
   */
  async run({ roomId, prompt, settings }: AskedPicture): Promise<void> {
    if (!prompt.trim()) throw new Rejection('GENERATION_PROMPT_EMPTY');
    const model = await this.models.find(settings.model);
    if (!model) throw new Rejection('GENERATION_MODEL_UNKNOWN', { model: settings.model });
    if (await this.quarantine.of(model.id)) throw new Rejection('GENERATION_MODEL_QUARANTINED', { model: model.id });
    if (!model.schedulers.includes(settings.scheduler)) {
      throw new Rejection('GENERATION_SCHEDULER_UNKNOWN', { scheduler: settings.scheduler });
    }
    const trouble = sizeTrouble(model, settings);
    if (trouble) throw new Rejection('GENERATION_SIZE_UNSUPPORTED', trouble);
    await this.requireStart(model, roomId, settings);
    await this.chooseLoras.run(model, prompt, settings.loras);
  }

  private async requireStart(model: Model, roomId: string, { init }: TakeSettings): Promise<void> {
    if (!init) return;
    if (!model.takesPictures) throw new Rejection('GENERATION_TAKES_NO_PICTURES', { model: model.title });
    await this.findInit.run(roomId, init);
  }
}
