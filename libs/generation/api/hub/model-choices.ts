import { Injectable } from '@nestjs/common';
import {
  type ModelPickerQuery,
  LIMITS,
  type ModelPickerItem,
  type ModelPickerPage as Page,
  ROUTES,
} from '@visionary/contract';
import { PublishedVersions } from '@visionary/hub';
import { resolveWithin } from '@visionary/kernel';
import type { z } from 'zod';
import { onlyEveryone, type HubVersionRef } from '../../domain/hub-version-ref.js';
import { type LoraCompatibilityStatus, type Lora, LoraCatalog } from '../../domain/loras.js';
import { type Model, ModelCatalog } from '../../domain/model.js';
import { hasDifferentBase } from '../../domain/other-base.js';
import { ReadQuarantine } from '../../use-cases/read-quarantine.js';
import { searchByName } from '../search-by-name.js';
import { ChoiceViews } from './choice-views.js';

type Misfit = NonNullable<ModelPickerItem['incompatibility']>;
type Query = z.infer<typeof ModelPickerQuery>;

type Seen = <T extends Model | Lora>(all: readonly T[]) => readonly T[];

interface Ranked<T> {
  readonly one: T;
  /** As far as it is known without reading anything. */
  readonly misfit: Misfit | undefined;
}

/** What can be chosen in a room, those that can be used first, and why not for the rest. Thousands are ranked in memory. */
@Injectable()
export class ModelPicker {
  constructor(
    private readonly models: ModelCatalog,
    private readonly loras: LoraCatalog,
    private readonly quarantine: ReadQuarantine,
    private readonly publishedVersions: PublishedVersions,
    private readonly views: ChoiceViews,
  ) {}

  /** @param onlySafe leaves out what is not for everybody */
  async page(query: Query, onlySafe: boolean): Promise<Page> {
    const seen: Seen = (all) => (onlySafe ? onlyEveryone(all) : all);
    return query.kind === 'model' ? this.modelsPage(query, seen) : this.lorasPage(query, seen);
  }

  private async modelsPage({ search, cursor }: Query, seen: Seen): Promise<Page> {
    const aside = new Set((await this.quarantine.run()).map(({ model }) => model));
    const found = foundIn(seen(await this.models.list()), search);
    const ranked = found.map((one) => ({ one, misfit: aside.has(one.id) ? ('quarantined' as const) : undefined }));
    const { some, ...rest } = cut(ranked, cursor);
    const views = await this.views.models(some.map(({ one }) => one));
    const hubs = await this.hubsOf(some.map(({ one }) => one));
    return {
      ...rest,
      choices: some.map(({ one, misfit }, at) => choiceOf({ model: views[at] }, hubs(one), misfit)),
    };
  }

  private async lorasPage({ search, cursor, model: id }: Query, seen: Seen): Promise<Page> {
    const model = id === undefined ? undefined : await this.models.find(id);
    const found = foundIn(seen(await this.loras.list()), search);
    const ranked = await Promise.all(found.map((one) => this.rank(one, model)));
    const { some, ...rest } = cut(ranked, cursor);
    const misfits = await Promise.all(some.map(({ one }) => this.misfitOf(one, model)));
    const fits = new Set(some.filter((_, at) => !misfits[at]).map(({ one }) => one.id));
    const views = await this.views.loras(
      some.map(({ one }) => one),
      ({ id: lora }) => (model && fits.has(lora) ? [model.id] : []),
    );
    const hubs = await this.hubsOf(some.map(({ one }) => one));
    return { ...rest, choices: some.map(({ one }, at) => choiceOf({ lora: views[at] }, hubs(one), misfits[at])) };
  }

  private async rank(one: Lora, model: Model | undefined): Promise<Ranked<Lora>> {
    if (!model || one.hub?.isQuarantined) return { one, misfit: one.hub?.isQuarantined ? 'quarantined' : undefined };
    const known = this.loras.cachedCompatibility(one, model);
    if (known) return { one, misfit: misfitOf(known) };
    if (one.hub) return { one, misfit: hasDifferentBase(one, model) ? 'wrongBase' : undefined };
    return { one, misfit: await this.misfitOf(one, model) };
  }

  private async misfitOf(one: Lora, model: Model | undefined): Promise<Misfit | undefined> {
    if (one.hub?.isQuarantined) return 'quarantined';
    return model && misfitOf(await resolveWithin(this.loras.checkCompatibility(one, model), 'notChecked'));
  }

  private async hubsOf(
    some: readonly { readonly hub?: HubVersionRef }[],
  ): Promise<(one: { readonly hub?: HubVersionRef }) => ModelPickerItem['hub']> {
    const samples = await this.publishedVersions.samples(some.flatMap(({ hub }) => hub?.versionId ?? []));
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

const foundIn = <T extends Model | Lora>(all: readonly T[], search: string): readonly T[] =>
  search.trim() === '' ? all : searchByName(all, search, namesOf);

const namesOf = (one: Model | Lora): string[] => [one.title, one.id, one.by, ...(one.triggerWords ?? [])];

const misfitOf = (loraCompatibilityStatus: LoraCompatibilityStatus): Misfit | undefined =>
  loraCompatibilityStatus === 'fits' ? undefined : loraCompatibilityStatus;

/** `cursor`: how many stand before. Lists move meanwhile; one that is seen twice or missed is no harm in a picker. */
const cut = <T>(ranked: readonly Ranked<T>[], cursor: string | undefined) => {
  const ordered = [...ranked.filter(({ misfit }) => !misfit), ...ranked.filter(({ misfit }) => misfit)];
  const from = /^\d{1,6}$/.test(cursor ?? '') ? Number(cursor) : 0;
  const until = from + LIMITS.pickerItemsPerPage;
  const nextCursor = until < ordered.length ? String(until) : null;
  return { some: ordered.slice(from, until), total: ordered.length, nextCursor };
};

const choiceOf = (
  what: Pick<ModelPickerItem, 'model' | 'lora'>,
  hub: ModelPickerItem['hub'],
  incompatibility: Misfit | undefined,
): ModelPickerItem => ({
  ...what,
  ...(hub && { hub }),
  isCompatible: incompatibility === undefined,
  ...(incompatibility && { incompatibility }),
});
