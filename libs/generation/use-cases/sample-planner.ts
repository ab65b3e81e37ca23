import { Injectable } from '@nestjs/common';
import type { VersionNeedingSamples } from '@visionary/hub';
import { type Lora, LoraCatalog } from '../domain/loras.js';
import { type Model, ModelCatalog } from '../domain/model.js';
import type { TakeSettings } from '../domain/take.js';
import { pickDistinctPrompts } from '../domain/distinct-prompts.js';

/** What a take is to show. */
export interface SampleRequest {
  readonly prompt: string;
  readonly settings: TakeSettings;
}

/** For models that bring no examples of their own: things that most of them know. */
const USUAL = ['a lighthouse on a cliff at dusk', 'a bowl of oranges on a wooden table', 'a red fox in tall grass'];
const TRIGGERS_AT_MOST = 3;
/** A LoRA is tried with so many models, the first it fits. */
const MODELS_AT_MOST = 60;

/** What samples of a version are made from: its trigger words and the model's own examples. */
@Injectable()
export class SamplePlanner {
  constructor(
    private readonly models: ModelCatalog,
    private readonly loras: LoraCatalog,
  ) {}

  /** @returns null where it cannot be rendered here (yet) */
  async of(version: VersionNeedingSamples, count: number): Promise<SampleRequest[] | null> {
    const lora = version.kind === 'lora' ? await this.loras.find(version.useId) : undefined;
    if (version.kind === 'lora' && !lora) return null;
    const model = lora ? await this.modelFor(lora) : await this.models.find(version.useId);
    if (!model) return null;
    const own = pickDistinctPrompts(model.examples.en, count);
    const subjects = [...new Set([...own, ...pickDistinctPrompts(USUAL, count)])].slice(0, count);
    const triggers = version.triggerWords.slice(0, TRIGGERS_AT_MOST);
    const [size] = model.sizes;
    return subjects.map((subject, n) => ({
      prompt: [...triggers, subject].join(', '),
      settings: {
        ...{ ...model.recommended, ...size, model: model.id, seed: n + 1, batch: 1, init: undefined },
        ...(lora && { loras: [{ id: lora.id, weight: version.weight ?? lora.weight }] }),
      },
    }));
  }

  private async modelFor(lora: Lora): Promise<Model | undefined> {
    for (const model of (await this.models.list()).slice(0, MODELS_AT_MOST)) {
      if (await this.loras.compatibleWith(lora, model)) return model;
    }
    return undefined;
  }
}
