import { Controller, Header, type OnApplicationBootstrap, Param, Query } from '@nestjs/common';
import {
  type ModelList,
  type ModelPickerPage,
  type ModelPickerQuery,
  type ModelsQuery,
  ROUTES,
} from '@visionary/contract';
import { AdminDirectory, canSeeOnlyEveryone, type Identity, OptionalUser } from '@visionary/platform/auth';
import { Route } from '@visionary/platform/http';
import type { z } from 'zod';
import { onlyEveryone } from '../domain/hub-version-ref.js';
import { type Lora, LoraCatalog } from '../domain/loras.js';
import { type Model, ModelCatalog } from '../domain/model.js';
import { QuarantineService } from '../use-cases/quarantine.service.js';
import { ModelPicker } from './hub/model-picker.js';
import { initialItems, ModelPresenter } from './model-presenter.js';

/** Models and LoRAs of this instance. */
@Controller()
export class ModelsController implements OnApplicationBootstrap {
  constructor(
    private readonly models: ModelCatalog,
    private readonly loras: LoraCatalog,
    private readonly presenter: ModelPresenter,
    private readonly picker: ModelPicker,
    private readonly adminDirectory: AdminDirectory,
    private readonly quarantine: QuarantineService,
  ) {}

  /** Checks compatibility ahead of the first request, which would report any error. */
  onApplicationBootstrap(): void {
    this.list({}, null).catch(() => undefined);
  }

  /** Visitors, and users who hide other ratings, get items rated for everyone. Signed-in users may request any item by id. */
  @Route('models')
  @Header('Cache-Control', 'no-cache')
  async list(
    @Query({ schema: ROUTES.models.query }) { ids, from }: z.infer<typeof ModelsQuery>,
    @OptionalUser() identity: Identity | null,
  ): Promise<z.infer<typeof ModelList>> {
    const requested = ids === undefined ? undefined : new Set(ids.split(','));
    const onlySafe = requested ? identity === null : canSeeOnlyEveryone(identity);
    const visible = <T extends Model | Lora>(all: readonly T[]) => (onlySafe ? onlyEveryone(all) : all);
    const select = <T extends Model | Lora>(all: readonly T[]): T[] => {
      const eligible = from === 'folder' ? all.filter(({ hub }) => hub === undefined) : all;
      return requested ? eligible.filter(({ id }) => requested.has(id)) : initialItems(eligible);
    };
    const allModels = visible(await this.models.list());
    const [models, initialModels] = [select(allModels), initialItems(allModels)];
    // Requested LoRAs are also compared with requested models that are not in the initial list.
    const compared = requested ? [...new Set([...initialModels, ...models])] : initialModels;
    const loras = await this.presenter.loraViews(select(visible(await this.loras.list())), compared);
    return { models: await this.presenter.modelViews(models), loras };
  }

  @Route('modelPicker')
  @Header('Cache-Control', 'no-cache')
  pick(
    @Query({ schema: ROUTES.modelPicker.query }) query: z.infer<typeof ModelPickerQuery>,
    @OptionalUser() identity: Identity | null,
  ): Promise<ModelPickerPage> {
    return this.picker.page(query, canSeeOnlyEveryone(identity));
  }

  @Route('releaseQuarantinedModel')
  async release(@OptionalUser() identity: Identity | null, @Param('model') model: string): Promise<void> {
    await this.adminDirectory.require(identity?.user ?? null);
    await this.quarantine.release(model);
  }
}
