import { Injectable } from '@nestjs/common';
import { type ChoicesQuery, LIMITS, type ModelChoice, type ModelChoices as Page, ROUTES } from '@visionary/contract';
import { Offers } from '@visionary/hub';
import { soon } from '@visionary/kernel';
import type { z } from 'zod';
import { forEverybody, type HubOrigin } from '../../domain/hub-origin.js';
import { type Fit, type Lora, LoraCatalogue } from '../../domain/loras.js';
import { type Model, ModelCatalogue } from '../../domain/model.js';
import { isOfAnotherBase } from '../../domain/other-base.js';
import { ReadQuarantine } from '../../usecases/read-quarantine.js';
import { bestNamed } from '../best-named.js';
import { ChoiceViews } from './choice-views.js';

type Misfit = NonNullable<ModelChoice['misfit']>;
type Query = z.infer<typeof ChoicesQuery>;

type Seen = <T extends Model | Lora>(all: readonly T[]) => readonly T[];

interface Ranked<T> {
  readonly one: T;
  /** As far as it is known without reading anything. */
  readonly misfit: Misfit | undefined;
}

/** What can be chosen in a room, those that can be used first, and why not for the rest. Thousands are ranked in memory. */
@Injectable()
export class ModelChoices {
  constructor(
    private readonly models: ModelCatalogue,
    private readonly loras: LoraCatalogue,
    private readonly quarantine: ReadQuarantine,
    private readonly offers: Offers,
    private readonly views: ChoiceViews,
  ) {}

  /** @param onlySafe leaves out what is not for everybody */
  async page(query: Query, onlySafe: boolean): Promise<Page> {
    const seen: Seen = (all) => (onlySafe ? forEverybody(all) : all);
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
    if (!model || one.hub?.isSetAside) return { one, misfit: one.hub?.isSetAside ? 'quarantined' : undefined };
    const known = this.loras.knownFit(one, model);
    if (known) return { one, misfit: misfitOf(known) };
    if (one.hub) return { one, misfit: isOfAnotherBase(one, model) ? 'base' : undefined };
    return { one, misfit: await this.misfitOf(one, model) };
  }

  private async misfitOf(one: Lora, model: Model | undefined): Promise<Misfit | undefined> {
    if (one.hub?.isSetAside) return 'quarantined';
    return model && misfitOf(await soon(this.loras.fit(one, model), 'unknownYet'));
  }

  private async hubsOf(
    some: readonly { readonly hub?: HubOrigin }[],
  ): Promise<(one: { readonly hub?: HubOrigin }) => ModelChoice['hub']> {
    const samples = await this.offers.samples(some.flatMap(({ hub }) => hub?.versionId ?? []));
    return ({ hub }) => {
      if (!hub) return undefined;
      const sample = samples.get(hub.versionId);
      const { modelId, versionId, label } = hub;
      return {
        modelId,
        versionId,
        label,
        ...(sample && { sample: ROUTES.hubSmallSample.path.replace(':sampleId', sample) }),
      };
    };
  }
}

const foundIn = <T extends Model | Lora>(all: readonly T[], search: string): readonly T[] =>
  search.trim() === '' ? all : bestNamed(all, search, namesOf);

const namesOf = (one: Model | Lora): string[] => [one.title, one.id, one.by, ...(one.triggerWords ?? [])];

const misfitOf = (fit: Fit): Misfit | undefined => (fit === 'fits' ? undefined : fit);

/** `cursor`: how many stand before. Lists move meanwhile; one that is seen twice or missed is no harm in a picker. */
const cut = <T>(ranked: readonly Ranked<T>[], cursor: string | undefined) => {
  const ordered = [...ranked.filter(({ misfit }) => !misfit), ...ranked.filter(({ misfit }) => misfit)];
  const from = /^\d{1,6}$/.test(cursor ?? '') ? Number(cursor) : 0;
  const until = from + LIMITS.choicesPerPage;
  const nextCursor = until < ordered.length ? String(until) : null;
  return { some: ordered.slice(from, until), total: ordered.length, nextCursor };
};

const choiceOf = (
  what: Pick<ModelChoice, 'model' | 'lora'>,
  hub: ModelChoice['hub'],
  misfit: Misfit | undefined,
): ModelChoice => ({ ...what, ...(hub && { hub }), fits: misfit === undefined, ...(misfit && { misfit }) });
