import { Controller, Header, type OnApplicationBootstrap, Param, Query } from '@nestjs/common';
import {
  ADDITION_KINDS,
  type AdditionChoices,
  type AdditionsQuery,
  type LoraMetadataQuery,
  type ModelFileMetadata,
  type ModelList,
  type ModelPickerPage,
  type ModelPickerQuery,
  type ModelsQuery,
  ROUTES,
} from '@visionary/contract';
import { Rejection } from '@visionary/kernel';
import { AdminDirectory, canSeeOnlyEveryone, type Identity, CurrentUser, OptionalUser } from '@visionary/platform/auth';
import { Route } from '@visionary/platform/http';
import type { z } from 'zod';
import { ratedForEveryone } from '../domain/hub-version-ref.js';
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
    const requestedIds = ids === undefined ? undefined : new Set(ids.split(','));
    const onlySafe = requestedIds ? identity === null : canSeeOnlyEveryone(identity);
    const filterByRating = <T extends Model | Lora>(all: readonly T[]) => (onlySafe ? ratedForEveryone(all) : all);
    const select = <T extends Model | Lora>(all: readonly T[]): T[] => {
      const eligible = from === 'folder' ? all.filter(({ hub }) => hub === undefined) : all;
      return requestedIds ? eligible.filter(({ id }) => requestedIds.has(id)) : initialItems(eligible);
    };
    const allModels = filterByRating(await this.models.list());
    const [models, initialModels] = [select(allModels), initialItems(allModels)];
    // Requested LoRAs are also compared with requested models that are not in the initial list.
    const comparedModels = requestedIds ? [...new Set([...initialModels, ...models])] : initialModels;
    const loras = await this.presenter.loraViews(select(filterByRating(await this.loras.list())), comparedModels);
    return { models: await this.presenter.modelViews(models), loras };
  }

  /** @throws Rejection NOT_FOUND for a LoRA that is unknown, of the hub, or unreadable */
  @Route('loraMetadata')
  @Header('Cache-Control', 'no-cache')
  async loraMetadata(
    @Query({ schema: ROUTES.loraMetadata.query }) { lora: id }: z.infer<typeof LoraMetadataQuery>,
  ): Promise<ModelFileMetadata> {
    const lora = await this.loras.find(id);
    const metadata = lora && (await this.loras.metadata(lora));
    if (!metadata) throw new Rejection('NOT_FOUND');
    return metadata;
  }

  @Route('modelPicker')
  @Header('Cache-Control', 'no-cache')
  pick(
    @Query({ schema: ROUTES.modelPicker.query }) query: z.infer<typeof ModelPickerQuery>,
    @OptionalUser() identity: Identity | null,
  ): Promise<ModelPickerPage> {
    return this.picker.page(query, canSeeOnlyEveryone(identity));
  }

  /** Signed-in users may request any addition by id, as they may any model. */
  @Route('additions')
  @Header('Cache-Control', 'no-cache')
  async findAdditions(
    @Query({ schema: ROUTES.additions.query }) { additions, model }: z.infer<typeof AdditionsQuery>,
    @OptionalUser() identity: Identity | null,
  ): Promise<AdditionChoices> {
    const references = additions.split('/');
    const idsOf = (kind: string) =>
      references.filter((one) => one.startsWith(`${kind}:`)).map((one) => one.slice(kind.length + 1));
    const choices = ADDITION_KINDS.map((kind) =>
      this.picker.additions({ kind, ids: idsOf(kind), model }, identity === null),
    );
    return { choices: (await Promise.all(choices)).flat() };
  }

  @Route('releaseQuarantinedModel')
  async release(@CurrentUser() { user }: Identity, @Param('model') model: string): Promise<void> {
    await this.adminDirectory.require(user);
    await this.quarantine.release(model);
  }
}
