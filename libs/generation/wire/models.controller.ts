import { Controller, Header, type OnApplicationBootstrap } from '@nestjs/common';
import type { LoraView, ModelList } from '@visionary/contract';
import { Route } from '@visionary/platform/http';
import type { z } from 'zod';
import { type Lora, LoraCatalogue } from '../domain/loras.js';
import { type Model, ModelCatalogue } from '../domain/model.js';
import { ModelViews } from './model-views.js';

/** Many LoRAs and models take long to compare the first time; a page does not wait for them. */
const PATIENCE_MS = 1_500;

/** Which models and LoRAs this instance has. */
@Controller()
export class ModelsController implements OnApplicationBootstrap {
  constructor(
    private readonly models: ModelCatalogue,
    private readonly loras: LoraCatalogue,
    private readonly views: ModelViews,
  ) {}

  /** What fits what is known before anybody asks; whoever asks hears of troubles. */
  onApplicationBootstrap(): void {
    this.list().catch(() => undefined);
  }

  @Route('models')
  @Header('Cache-Control', 'no-cache')
  async list(): Promise<z.infer<typeof ModelList>> {
    const [models, loras] = await Promise.all([this.models.list(), this.loras.list()]);
    return {
      models: await this.views.of(models),
      loras: await Promise.all(loras.map((lora) => this.presentLora(lora, models))),
    };
  }

  private async presentLora(lora: Lora, models: readonly Model[]): Promise<LoraView> {
    const fits = await Promise.all(models.map((model) => soon(this.loras.fits(lora, model))));
    const { path: _path, triggerWords, ...view } = lora;
    return { ...view, triggerWords: [...triggerWords], fits: models.flatMap(({ id }, at) => (fits[at] ? id : [])) };
  }
}

/** @returns false where the answer takes too long; it is there the next time */
const soon = async (answer: Promise<boolean>): Promise<boolean> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => (timer = setTimeout(() => resolve(false), PATIENCE_MS)));
  const first = await Promise.race([answer, late]);
  clearTimeout(timer);
  return first;
};
