import { Injectable } from '@nestjs/common';
import type { LoraView, ModelView } from '@visionary/contract';
import type { Lora } from '../../domain/loras.js';
import type { Model } from '../../domain/model.js';
import { LoraViews } from '../lora-views.js';
import { ModelViews } from '../model-views.js';

/** Of the few that one page of a picker shows. */
@Injectable()
export class ChoiceViews {
  constructor(
    private readonly modelViews: ModelViews,
    private readonly loraViews: LoraViews,
  ) {}

  models(models: readonly Model[]): Promise<ModelView[]> {
    return this.modelViews.of(models);
  }

  loras(loras: readonly Lora[], fitsOf: (lora: Lora) => readonly string[]): Promise<LoraView[]> {
    return this.loraViews.withFits(loras, fitsOf);
  }
}
