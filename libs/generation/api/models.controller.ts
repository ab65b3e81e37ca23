import { Controller, Header, type OnApplicationBootstrap, Query } from '@nestjs/common';
import {
  type ModelPickerQuery,
  type ModelPickerPage as Page,
  type ModelList,
  type ModelsQuery,
  ROUTES,
} from '@visionary/contract';
import { type Identity, OptionalUser, canSeeOnlyEveryone } from '@visionary/platform/auth';
import { Route } from '@visionary/platform/http';
import type { z } from 'zod';
import { onlyEveryone } from '../domain/hub-version-ref.js';
import { type Lora, LoraCatalog } from '../domain/loras.js';
import { type Model, ModelCatalog } from '../domain/model.js';
import { ModelPicker } from './hub/model-choices.js';
import { LoraViews } from './lora-views.js';
import { ModelViews } from './model-views.js';
import { initialModelList } from './initial-model-list.js';

/** Which models and LoRAs this instance has. */
@Controller()
export class ModelsController implements OnApplicationBootstrap {
  constructor(
    private readonly models: ModelCatalog,
    private readonly loras: LoraCatalog,
    private readonly views: ModelViews,
    private readonly loraViews: LoraViews,
    private readonly choices: ModelPicker,
  ) {}

  /** What fits what is known before anybody asks; whoever asks hears of troubles. */
  onApplicationBootstrap(): void {
    this.list({}, null).catch(() => undefined);
  }

  /** Visitors, and lists of who sees nothing else, have what is for everybody; what is asked for by name is no list. */
  @Route('models')
  @Header('Cache-Control', 'no-cache')
  async list(
    @Query({ schema: ROUTES.models.query }) { ids, from }: z.infer<typeof ModelsQuery>,
    @OptionalUser() asker: Identity | null,
  ): Promise<z.infer<typeof ModelList>> {
    const wanted = ids === undefined ? undefined : new Set(ids.split(','));
    const onlySafe = wanted ? asker === null : canSeeOnlyEveryone(asker);
    const seen = <T extends Model | Lora>(every: readonly T[]) => (onlySafe ? onlyEveryone(every) : every);
    const chosen = <T extends Model | Lora>(all: readonly T[]): T[] =>
      wanted ? all.filter(({ id }) => wanted.has(id)) : initialModelList(all);
    const asked = <T extends Model | Lora>(all: readonly T[]): T[] =>
      from === 'folder' ? chosen(all.filter(({ hub }) => hub === undefined)) : chosen(all);
    const all = seen(await this.models.list());
    const [models, near] = [asked(all), initialModelList(all)];
    // LoRAs that are asked for by name together with a model are compared with it, wherever it stands.
    const compared = wanted ? [...new Set([...near, ...models])] : near;
    const loras = await this.loraViews.of(asked(seen(await this.loras.list())), compared);
    return { models: await this.views.of(models), loras };
  }

  @Route('modelPicker')
  @Header('Cache-Control', 'no-cache')
  choose(
    @Query({ schema: ROUTES.modelPicker.query }) query: z.infer<typeof ModelPickerQuery>,
    @OptionalUser() asker: Identity | null,
  ): Promise<Page> {
    return this.choices.page(query, canSeeOnlyEveryone(asker));
  }
}
