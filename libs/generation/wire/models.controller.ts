import { Controller, Header, type OnApplicationBootstrap } from '@nestjs/common';
import type { ModelList } from '@visionary/contract';
import { Route } from '@visionary/platform/http';
import type { z } from 'zod';
import { ModelCatalogue } from '../domain/model.js';
import { LoraViews } from './lora-views.js';
import { ModelViews } from './model-views.js';

/** Which models and LoRAs this instance has. */
@Controller()
export class ModelsController implements OnApplicationBootstrap {
  constructor(
    private readonly models: ModelCatalogue,
    private readonly views: ModelViews,
    private readonly loras: LoraViews,
  ) {}

  /** What fits what is known before anybody asks; whoever asks hears of troubles. */
  onApplicationBootstrap(): void {
    this.list().catch(() => undefined);
  }

  @Route('models')
  @Header('Cache-Control', 'no-cache')
  async list(): Promise<z.infer<typeof ModelList>> {
    return { models: await this.views.of(await this.models.list()), loras: await this.loras.all() };
  }
}
