import { Injectable } from '@nestjs/common';
import {
  type AdditionKind,
  LIMITS,
  MODEL_FAMILIES,
  type ModelPickerItem,
  type ModelPickerPage,
  type ModelPickerQuery,
  ROUTES,
} from '@visionary/contract';
import { PublishedVersions } from '@visionary/hub';
import { resolveWithin } from '@visionary/kernel';
import type { z } from 'zod';
import { type Addition, AdditionCatalog, type AdditionMisfit } from '../../domain/additions.js';
import { type HubVersionRef, newestVersions, ratedForEveryone } from '../../domain/hub-version-ref.js';
import { hasDifferentBase, type Lora, LoraCatalog, type LoraCompatibilityStatus } from '../../domain/loras.js';
import { type Model, ModelCatalog } from '../../domain/model.js';
import { QuarantineService } from '../../use-cases/quarantine.service.js';
import { ModelPresenter, presentAddition } from '../model-presenter.js';
import { searchByName } from '../search-by-name.js';

type Incompatibility = NonNullable<ModelPickerItem['incompatibility']>;
type Query = z.infer<typeof ModelPickerQuery>;
type Filter = <T extends Model | Lora | Addition>(all: readonly T[]) => readonly T[];

interface Ranked<T> {
  readonly item: T;
  /** As far as it is known from memory. */
  readonly incompatibility: Incompatibility | undefined;
}

interface RankedAddition extends Ranked<Addition> {
  readonly misfit: AdditionMisfit | undefined;
}

/** Pages of models, LoRAs, and other additions that a room can select, compatible ones first. Ranks thousands of items in memory. */
@Injectable()
export class ModelPicker {
  constructor(
    private readonly models: ModelCatalog,
    private readonly loras: LoraCatalog,
    private readonly additionCatalog: AdditionCatalog,
    private readonly quarantine: QuarantineService,
    private readonly publishedVersions: PublishedVersions,
    private readonly presenter: ModelPresenter,
  ) {}

  /** @param onlySafe only items rated for everyone */
  async page(query: Query, onlySafe: boolean): Promise<ModelPickerPage> {
    const filter: Filter = (all) => (onlySafe ? ratedForEveryone(all) : all);
    switch (query.kind) {
      case 'model':
        return this.modelsPage(query, filter);
      case 'lora':
        return this.lorasPage(query, filter);
      case 'embedding':
      case 'vae':
      case 'controlnet':
      case 'upscaler':
        return this.additionsPage(query.kind, query, filter);
      default:
        return query.kind satisfies never;
    }
  }

  private async modelsPage({ search, family, cursor }: Query, filter: Filter): Promise<ModelPickerPage> {
    const quarantined = new Set((await this.quarantine.unusable()).map(({ model }) => model));
    const matches = filterBySearch(filter(await this.models.list()), search);
    const ofFamily = family ? matches.filter((model) => model.family === family) : matches;
    const ranked = ofFamily.map((item) => ({
      item,
      incompatibility: quarantined.has(item.id) ? ('quarantined' as const) : undefined,
    }));
    const { items, ...rest } = pageOf(ranked, cursor);
    const views = await this.presenter.modelViews(items.map(({ item }) => item));
    const hubOf = await this.hubsOf(items.map(({ item }) => item));
    return {
      ...rest,
      families: MODEL_FAMILIES.filter((one) => matches.some((model) => model.family === one)),
      choices: items.map(({ item, incompatibility }, at) =>
        choiceOf({ model: views[at] }, hubOf(item), incompatibility),
      ),
    };
  }

  private async lorasPage({ search, cursor, model: id }: Query, filter: Filter): Promise<ModelPickerPage> {
    const model = id === undefined ? undefined : await this.models.find(id);
    const matches = filterBySearch(newestVersions(filter(await this.loras.list())), search);
    const ranked = await Promise.all(matches.map((item) => this.rank(item, model)));
    const { items, ...rest } = pageOf(ranked, cursor);
    const loras = items.map(({ item }) => item);
    const incompatibilities = await Promise.all(loras.map((lora) => this.check(lora, model)));
    const compatible = new Set(loras.filter((_, at) => !incompatibilities[at]).map((lora) => lora.id));
    const views = await this.presenter.loraViewsWith(loras, (lora) =>
      model && compatible.has(lora.id) ? [model.id] : [],
    );
    const hubOf = await this.hubsOf(loras);
    return {
      ...rest,
      choices: loras.map((lora, at) => choiceOf({ lora: views[at] }, hubOf(lora), incompatibilities[at])),
    };
  }

  /** @returns those with these ids. @param onlySafe only items rated for everyone */
  async additions(
    { kind, ids, model: id }: { kind: AdditionKind; ids: readonly string[]; model?: string | undefined },
    onlySafe: boolean,
  ): Promise<ModelPickerItem[]> {
    if (ids.length === 0) return [];
    const requested = (await this.additionCatalog.list(kind)).filter((addition) => ids.includes(addition.id));
    return this.presentAdditions(await this.rankAdditions(onlySafe ? ratedForEveryone(requested) : requested, id));
  }

  private async additionsPage(
    kind: AdditionKind,
    { search, cursor, model: id }: Query,
    filter: Filter,
  ): Promise<ModelPickerPage> {
    const matches = filterBySearch(newestVersions(filter(await this.additionCatalog.list(kind))), search);
    const { items, ...rest } = pageOf(await this.rankAdditions(matches, id), cursor);
    return { ...rest, choices: await this.presentAdditions(items) };
  }

  private async rankAdditions(additions: readonly Addition[], modelId: string | undefined): Promise<RankedAddition[]> {
    const model = modelId === undefined ? undefined : await this.models.find(modelId);
    const misfitOf = model ? await this.additionCatalog.misfitsOf(model) : () => undefined;
    return additions.map((item) => {
      const misfit = misfitOf(item);
      return { item, misfit, incompatibility: item.hub?.isQuarantined ? 'quarantined' : misfit?.reason };
    });
  }

  private async presentAdditions(additions: readonly RankedAddition[]): Promise<ModelPickerItem[]> {
    const hubOf = await this.hubsOf(additions.map(({ item }) => item));
    return additions.map(({ item, incompatibility, misfit }) => ({
      ...choiceOf({ addition: presentAddition(item) }, hubOf(item), incompatibility),
      ...(misfit && sizesOf(misfit)),
    }));
  }

  private async rank(item: Lora, model: Model | undefined): Promise<Ranked<Lora>> {
    if (item.hub?.isQuarantined) return { item, incompatibility: 'quarantined' };
    if (!model) return { item, incompatibility: undefined };
    const cached = this.loras.cachedCompatibility(item, model);
    if (cached) return { item, incompatibility: incompatibilityOf(cached) };
    if (item.hub) return { item, incompatibility: hasDifferentBase(item, model) ? 'wrongBase' : undefined };
    return { item, incompatibility: await this.check(item, model) };
  }

  private async check(lora: Lora, model: Model | undefined): Promise<Incompatibility | undefined> {
    if (lora.hub?.isQuarantined) return 'quarantined';
    return model && incompatibilityOf(await resolveWithin(this.loras.checkCompatibility(lora, model), 'notChecked'));
  }

  private async hubsOf(
    items: readonly { readonly hub?: HubVersionRef }[],
  ): Promise<(item: { readonly hub?: HubVersionRef }) => ModelPickerItem['hub']> {
    const samples = await this.publishedVersions.samples(items.flatMap(({ hub }) => hub?.versionId ?? []));
    return ({ hub }) => {
      if (!hub) return undefined;
      const sample = samples.get(hub.versionId);
      const { modelId, versionId, label } = hub;
      return {
        modelId,
        versionId,
        label,
        ...(sample && { sample: ROUTES.hubSampleThumbnail.path.replace(':sampleId', sample) }),
      };
    };
  }
}

const sizesOf = (misfit: AdditionMisfit): Pick<ModelPickerItem, 'sizes'> => {
  const { file, model } = 'file' in misfit ? misfit : {};
  return file === undefined || model === undefined ? {} : { sizes: { file, model } };
};

const filterBySearch = <T extends Model | Lora | Addition>(all: readonly T[], search: string): readonly T[] =>
  search.trim() === '' ? all : searchByName(all, search, namesOf);

const namesOf = (item: Model | Lora | Addition): string[] => [
  item.title,
  item.id,
  item.by,
  ...(item.triggerWords ?? []),
];

const incompatibilityOf = (status: LoraCompatibilityStatus): Incompatibility | undefined =>
  status === 'fits' ? undefined : status;

/** `cursor`: offset of the page. A list that changes in between may repeat or skip an item, which a picker tolerates. */
const pageOf = <R extends Ranked<unknown>>(ranked: readonly R[], cursor: string | undefined) => {
  const ordered = [
    ...ranked.filter(({ incompatibility }) => !incompatibility),
    ...ranked.filter(({ incompatibility }) => incompatibility),
  ];
  const from = /^\d{1,6}$/.test(cursor ?? '') ? Number(cursor) : 0;
  const until = from + LIMITS.pickerItemsPerPage;
  const nextCursor = until < ordered.length ? String(until) : null;
  return { items: ordered.slice(from, until), total: ordered.length, nextCursor };
};

const choiceOf = (
  view: Pick<ModelPickerItem, 'model' | 'lora' | 'addition'>,
  hub: ModelPickerItem['hub'],
  incompatibility: Incompatibility | undefined,
): ModelPickerItem => ({
  ...view,
  ...(hub && { hub }),
  isCompatible: incompatibility === undefined,
  ...(incompatibility && { incompatibility }),
});
