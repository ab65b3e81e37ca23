import { Controller, Header, type OnApplicationBootstrap, Query } from '@nestjs/common';
import {
  type ChoicesQuery,
  type ModelChoices as Page,
  type ModelList,
  type ModelsQuery,
  ROUTES,
} from '@visionary/contract';
import { type Identity, MaybeSignedIn, seesOnlySafe } from '@visionary/platform/auth';
import { Route } from '@visionary/platform/http';
import type { z } from 'zod';
import { forEverybody } from '../domain/hub-origin.js';
import { type Lora, LoraCatalogue } from '../domain/loras.js';
import { type Model, ModelCatalogue } from '../domain/model.js';
import { ModelChoices } from './hub/model-choices.js';
import { LoraViews } from './lora-views.js';
import { ModelViews } from './model-views.js';
import { shownAtOnce } from './shown-at-once.js';

/** Which models and LoRAs this instance has. */
@Controller()
export class ModelsController implements OnApplicationBootstrap {
  constructor(
    private readonly models: ModelCatalogue,
    private readonly loras: LoraCatalogue,
    private readonly views: ModelViews,
    private readonly loraViews: LoraViews,
    private readonly choices: ModelChoices,
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
    @MaybeSignedIn() asker: Identity | null,
  ): Promise<z.infer<typeof ModelList>> {
    const wanted = ids === undefined ? undefined : new Set(ids.split(','));
    const onlySafe = wanted ? asker === null : seesOnlySafe(asker);
    const seen = <T extends Model | Lora>(every: readonly T[]) => (onlySafe ? forEverybody(every) : every);
    const chosen = <T extends Model | Lora>(all: readonly T[]): T[] =>
      wanted ? all.filter(({ id }) => wanted.has(id)) : shownAtOnce(all);
    const asked = <T extends Model | Lora>(all: readonly T[]): T[] =>
      from === 'folder' ? chosen(all.filter(({ hub }) => hub === undefined)) : chosen(all);
    const all = seen(await this.models.list());
    const [models, near] = [asked(all), shownAtOnce(all)];
    // LoRAs that are asked for by name together with a model are compared with it, wherever it stands.
    const compared = wanted ? [...new Set([...near, ...models])] : near;
    const loras = await this.loraViews.of(asked(seen(await this.loras.list())), compared);
    return { models: await this.views.of(models), loras };
  }

  @Route('modelChoices')
  @Header('Cache-Control', 'no-cache')
  choose(
    @Query({ schema: ROUTES.modelChoices.query }) query: z.infer<typeof ChoicesQuery>,
    @MaybeSignedIn() asker: Identity | null,
  ): Promise<Page> {
    return this.choices.page(query, seesOnlySafe(asker));
  }
}
