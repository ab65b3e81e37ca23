import { Injectable } from '@nestjs/common';
import type { LoraView, ModelView } from '@visionary/contract';
import { LoraViews } from './lora-views.js';
import { ModelViews } from './model-views.js';

/** Models and LoRAs by their names, for whoever shows them beside other things. */
@Injectable()
export class ModelSearch {
  constructor(
    private readonly models: ModelViews,
    private readonly loras: LoraViews,
  ) {}

  /** By a part of their name, of their file's or of their creator's; so many of each. @param onlySafe leaves out what is not for everybody */
  async find(text: string, limit: number, onlySafe: boolean): Promise<{ models: ModelView[]; loras: LoraView[] }> {
    const wanted = { text, limit, onlySafe };
    const [models, loras] = await Promise.all([this.models.find(wanted), this.loras.find(wanted)]);
    return { models, loras };
  }

  /** Those of these ids that are here. */
  async byIds(ids: {
    readonly models: readonly string[];
    readonly loras: readonly string[];
  }): Promise<{ models: ModelView[]; loras: LoraView[] }> {
    const loras = await this.loras.byIds(ids.loras);
    return { models: await this.models.byIds(ids.models), loras };
  }
}
