import { Controller, Header } from '@nestjs/common';
import type { ModelList, ModelView } from '@visionary/contract';
import { Route } from '@visionary/platform/http';
import type { z } from 'zod';
import { type Model, ModelCatalogue } from '../domain/model.js';

/** Which models this instance has. */
@Controller()
export class ModelsController {
  constructor(private readonly models: ModelCatalogue) {}

  @Route('models')
  @Header('Cache-Control', 'no-cache')
  async list(): Promise<z.infer<typeof ModelList>> {
    return { models: (await this.models.list()).map(present) };
  }
}

/** All but where it lies. */
const present = ({ dir: _dir, ...model }: Model): ModelView => model as unknown as ModelView;
