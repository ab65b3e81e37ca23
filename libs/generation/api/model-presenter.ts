import { Injectable } from '@nestjs/common';
import type { User } from '@visionary/accounts';
import type { AdditionView, LoraView, ModelFamily, ModelView } from '@visionary/contract';
import { ModelCreators } from '@visionary/hub';
import { resolveWithin } from '@visionary/kernel';
import type { Addition } from '../domain/additions.js';
import { ratedForEveryone } from '../domain/hub-version-ref.js';
import { type Lora, LoraCatalog } from '../domain/loras.js';
import { type Model, ModelCatalog } from '../domain/model.js';
import { QuarantineService } from '../use-cases/quarantine.service.js';
import { TrustedModels } from '../use-cases/trusted-models.service.js';
import { pictureUrl } from './picture-url.js';
import { searchByName } from './search-by-name.js';

/** Newest hub models in a list that names none. The others are found by search, or requested by id. */
const MAX_HUB_ITEMS = 50;

/** Turns models, LoRAs, and other additions into views, by id or by name. */
@Injectable()
export class ModelPresenter {
  constructor(
    private readonly models: ModelCatalog,
    private readonly loras: LoraCatalog,
    private readonly quarantine: QuarantineService,
    private readonly trusted: TrustedModels,
    private readonly modelCreators: ModelCreators,
  ) {}

  async modelViews(models: readonly Model[]): Promise<ModelView[]> {
    const quarantined = new Set((await this.quarantine.unusable()).map(({ model }) => model));
    const creatorOf = await this.creatorsOf('model', models);
    const trusted = await this.trusted.modelIds();
    return models.map((model) => ({
      ...presentModel(model, quarantined.has(model.id), creatorOf(model)),
      ...(trusted.has(model.id) && { isTrusted: true as const }),
    }));
  }

  /** @param models checked for compatibility */
  async loraViews(loras: readonly Lora[], models: readonly Model[]): Promise<LoraView[]> {
    const compatible = new Map<Lora, string[]>();
    for (const lora of loras) compatible.set(lora, await this.compatibleModels(lora, models));
    return this.loraViewsWith(loras, (lora) => compatible.get(lora) ?? []);
  }

  /** @param compatibleWith ids of compatible models */
  async loraViewsWith(loras: readonly Lora[], compatibleWith: (lora: Lora) => readonly string[]): Promise<LoraView[]> {
    if (loras.length === 0) return [];
    const creatorOf = await this.creatorsOf('lora', loras);
    const families = await Promise.all(loras.map((lora) => this.familyOf(lora)));
    return loras.map((lora, at) => presentLora(lora, compatibleWith(lora), creatorOf(lora), families[at]));
  }

  /** Searches titles, ids, and creators; at most `limit` of each kind. @param onlySafe only items rated for everyone */
  async find(text: string, limit: number, onlySafe: boolean): Promise<{ models: ModelView[]; loras: LoraView[] }> {
    const [models, loras] = await Promise.all([
      this.findModels(text, limit, onlySafe),
      this.findLoras(text, limit, onlySafe),
    ]);
    return { models, loras };
  }

  /** Skips ids that do not exist here. */
  async byIds(ids: {
    readonly models: readonly string[];
    readonly loras: readonly string[];
  }): Promise<{ models: ModelView[]; loras: LoraView[] }> {
    const [modelIds, loraIds] = [new Set(ids.models), new Set(ids.loras)];
    const loras = (await this.loras.list()).filter(({ id }) => loraIds.has(id));
    const models = (await this.models.list()).filter(({ id }) => modelIds.has(id));
    const lorasWithModels = await this.withInitialModels(loras, false);
    return { models: await this.modelViews(models), loras: lorasWithModels };
  }

  private async findModels(text: string, limit: number, onlySafe: boolean): Promise<ModelView[]> {
    const all = await this.models.list();
    const models = onlySafe ? ratedForEveryone(all) : all;
    const creatorOf = await this.creatorsOf('model', models);
    const namesOf = (model: Model) => [model.title, model.id, model.by, creatorOf(model)?.name ?? ''];
    return this.modelViews(searchByName(models, text, namesOf).slice(0, limit));
  }

  private async findLoras(text: string, limit: number, onlySafe: boolean): Promise<LoraView[]> {
    const all = await this.loras.list();
    const loras = onlySafe ? ratedForEveryone(all) : all;
    const creatorOf = await this.creatorsOf('lora', loras);
    const namesOf = (lora: Lora) => [lora.title, lora.id, lora.by, creatorOf(lora)?.name ?? ''];
    return this.withInitialModels(searchByName(loras, text, namesOf).slice(0, limit), onlySafe);
  }

  private async withInitialModels(loras: readonly Lora[], onlySafe: boolean): Promise<LoraView[]> {
    const models = await this.models.list();
    return this.loraViews(loras, initialItems(onlySafe ? ratedForEveryone(models) : models));
  }

  private async compatibleModels(lora: Lora, models: readonly Model[]): Promise<string[]> {
    const results = await Promise.all(
      models.map((model) => resolveWithin(this.loras.compatibleWith(lora, model), false)),
    );
    return models.flatMap(({ id }, at) => (results[at] ? id : []));
  }

  private async familyOf(lora: Lora): Promise<ModelFamily | undefined> {
    const base = lora.hub?.base ?? (await resolveWithin(this.loras.metadata(lora), null))?.base;
    return base === 'other' ? undefined : base;
  }

  private async creatorsOf(
    kind: 'model' | 'lora',
    items: readonly { readonly id: string }[],
  ): Promise<(item: { readonly id: string }) => User | undefined> {
    const creatorOf = await this.modelCreators.ofNames(items.map(({ id }) => ({ kind, name: id })));
    return ({ id }) => creatorOf({ kind, name: id });
  }
}

/** All local items and the newest of the hub. */
export const initialItems = <T extends { readonly hub?: unknown }>(all: readonly T[]): T[] => {
  let left = MAX_HUB_ITEMS;
  return all.filter(({ hub }) => hub === undefined || left-- > 0);
};

const presentModel = (
  { dir: _dir, hub: _hub, drawsNothingForbidden: _claim, triggerWords, pictures, parts, credits, ...model }: Model,
  quarantined: boolean,
  creator: User | undefined,
): ModelView => ({
  ...model,
  ...(triggerWords && { triggerWords: [...triggerWords] }),
  ...presentPictures(model.id, pictures),
  ...(parts && { parts: [...parts] }),
  ...(credits && { credits: [...credits] }),
  sizes: [...model.sizes],
  schedulers: [...model.schedulers],
  recommended: model.recommended,
  examples: { en: [...model.examples.en], zh: [...model.examples.zh] },
  quarantined,
  ...(creator && { creator }),
});

const presentPictures = (id: string, pictures: Model['pictures']): Pick<ModelView, 'pictures'> => {
  const [title, sheet] = [pictures?.title, pictures?.sheet];
  if (!title && !sheet) return {};
  return {
    pictures: {
      ...(title && { title: pictureUrl(id, 'title', title.version) }),
      ...(sheet && { sheet: pictureUrl(id, 'sheet', sheet.version) }),
    },
  };
};

const presentLora = (
  lora: Lora,
  compatibleModels: readonly string[],
  creator: User | undefined,
  family: ModelFamily | undefined,
): LoraView => {
  const { path: _path, hub: _hub, drawsNothingForbidden: _claim, pictures, triggerWords, ...view } = lora;
  const picture = pictures?.title && pictureUrl(lora.id, 'title', pictures.title.version, 'lora');
  return {
    ...view,
    triggerWords: [...triggerWords],
    compatibleModels: [...compatibleModels],
    ...(family && { family }),
    ...(picture && { picture }),
    ...(creator && { creator }),
  };
};

export const presentAddition = ({
  kind: _kind,
  path: _path,
  hub: _hub,
  triggerWords,
  ...view
}: Addition): AdditionView => ({
  ...view,
  triggerWords: [...triggerWords],
});
