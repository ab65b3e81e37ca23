import { Injectable } from '@nestjs/common';
import { Rejection } from '@visionary/kernel';
import { type Lora, LoraCatalogue, LoraLimits, mergeLoras } from '../domain/loras.js';
import type { Model } from '../domain/model.js';
import type { TakeLora } from '../domain/take.js';

export interface ChosenLora {
  readonly lora: Lora;
  readonly weight: number;
}

/** Which LoRAs a take is rendered with: those of its settings and those its prompt names. */
@Injectable()
export class ChooseLoras {
  constructor(
    private readonly catalogue: LoraCatalogue,
    private readonly limits: LoraLimits,
  ) {}

  /** Every one that is asked for, known or not. */
  wanted(prompt: string, settings: readonly TakeLora[] = []): TakeLora[] {
    return mergeLoras(settings, this.catalogue.takeTags(prompt).loras);
  }

  /** @throws Rejection GENERATION_LORA_UNKNOWN, GENERATION_LORA_MISFIT, INVALID for too many and for impossible weights */
  async run(model: Model, prompt: string, settings: readonly TakeLora[] = []): Promise<ChosenLora[]> {
    const wanted = this.wanted(prompt, settings);
    if (!wanted.length) return [];
    this.requireLimits(wanted);
    const known = await this.catalogue.list();
    const chosen: ChosenLora[] = [];
    for (const { id, weight } of wanted) {
      const lora = known.find((one) => one.id === id);
      if (!lora) throw new Rejection('GENERATION_LORA_UNKNOWN', { lora: id });
      if (!(await this.catalogue.fits(lora, model))) {
        throw new Rejection('GENERATION_LORA_MISFIT', { lora: lora.title, model: model.title });
      }
      chosen.push({ lora, weight });
    }
    return chosen;
  }

  private requireLimits(wanted: readonly TakeLora[]): void {
    const { atMost, weight: range } = this.limits;
    if (wanted.length > atMost) throw new Rejection('INVALID', { field: 'loras', reason: `at most ${atMost}` });
    const odd = wanted.find(({ weight }) => weight < range.min || weight > range.max);
    if (odd) {
      const reason = `${odd.id}: a weight from ${range.min} to ${range.max}`;
      throw new Rejection('INVALID', { field: 'loras', reason });
    }
  }
}
