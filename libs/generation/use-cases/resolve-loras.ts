import { Injectable } from '@nestjs/common';
import { Rejection } from '@visionary/kernel';
import { type Lora, LoraCatalog, LoraLimits, mergeLoras } from '../domain/loras.js';
import type { Model } from '../domain/model.js';
import type { TakeLora } from '../domain/take.js';

export interface ChosenLora {
  readonly lora: Lora;
  readonly weight: number;
}

/** Which LoRAs a take is rendered with: those of its settings and those its prompt names. */
@Injectable()
export class ResolveLoras {
  constructor(
    private readonly catalog: LoraCatalog,
    private readonly limits: LoraLimits,
  ) {}

  /** Every one that is asked for, known or not. */
  wanted(prompt: string, settings: readonly TakeLora[] = []): TakeLora[] {
    return mergeLoras(settings, this.catalog.parseLoraTags(prompt).loras);
  }

  /** @throws Rejection GENERATION_LORA_NOT_FOUND, GENERATION_LORA_INCOMPATIBLE, INVALID for too many and for impossible weights */
  async run(model: Model, prompt: string, settings: readonly TakeLora[] = []): Promise<ChosenLora[]> {
    const wanted = this.wanted(prompt, settings);
    if (!wanted.length) return [];
    this.requireLimits(wanted);
    const known = await this.catalog.list();
    const chosen: ChosenLora[] = [];
    for (const { id, weight } of wanted) {
      const lora = known.find((one) => one.id === id);
      if (!lora) throw new Rejection('GENERATION_LORA_NOT_FOUND', { lora: id });
      if (!(await this.catalog.compatibleWith(lora, model))) {
        throw new Rejection('GENERATION_LORA_INCOMPATIBLE', { lora: lora.title, model: model.title });
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
