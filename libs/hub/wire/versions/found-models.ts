import { Injectable } from '@nestjs/common';
import { Blocks, personSubject } from '@visionary/accounts';
import type { HubFacets, HubQuery } from '@visionary/contract';
import { type Identity, seesOnlySafe } from '@visionary/platform/auth';
import { Cache, type Sent, sent, type Shows, type Space } from '@visionary/platform/cache';
import { ReadyAnswer } from '@visionary/platform/http';
import { Versions } from '../../domain/version.js';
import { HUB, hubSubject } from '../../domain/versions/subjects.js';
import { FindModels } from '../../usecases/versions/find-models.js';
import { HubViews } from './hub-views.js';

type Shared = Sent<{ readonly makerIds: readonly string[] }>;

/** Counts may be so old. */
const PAGES: Space<Shared> = { name: 'hub-pages', ttlMs: 30_000, encoding: sent() };
const NOTHING_KEPT: Shows = () => undefined;

/** Whoever looks, where that makes another page. */
interface Looking {
  readonly withUnpublished?: boolean;
  readonly isVisitor?: boolean;
  readonly hiddenMakers?: readonly string[];
}

/** Visitors are not told how much there is that is not for everybody. */
const facetsFor = (facets: HubFacets, isVisitor: boolean): HubFacets =>
  isVisitor ? { ...facets, maturities: facets.maturities.filter(({ value }) => value === 'everybody') } : facets;

/** Pages of models that were found: the same for everybody, unless one's own or somebody blocked is among them. */
@Injectable()
export class FoundModels {
  constructor(
    private readonly find: FindModels,
    private readonly versions: Versions,
    private readonly views: HubViews,
    private readonly blocks: Blocks,
    private readonly cache: Cache,
  ) {}

  /** @returns a HubPage as it is sent. @throws Rejection INVALID for a cursor that is none */
  async page(asked: HubQuery, asker: Identity | null): Promise<ReadyAnswer> {
    const personId = asker?.person.id ?? null;
    // What one took back is one's own to see.
    if (personId !== null && asked.makerId === personId) {
      return (await this.load(asked, { withUnpublished: true }, NOTHING_KEPT)).answer;
    }
    // Visitors, and who does not want to see others, find what is for everybody.
    const query: HubQuery = seesOnlySafe(asker) ? { ...asked, maturity: 'everybody' } : asked;
    const isVisitor = personId === null;
    const key = `${isVisitor} ${JSON.stringify(Object.entries(query).sort(([a], [b]) => (a < b ? -1 : 1)))}`;
    const kept = await this.cache.through({ space: PAGES, key, shows: [HUB] }, (shows) =>
      this.load(query, { isVisitor }, shows),
    );
    if (personId === null) return kept.answer;
    const blocked = new Set(await this.blocks.of(personId));
    if (!kept.known.makerIds.some((id) => blocked.has(id))) return kept.answer;
    return (await this.load(query, { hiddenMakers: [...blocked] }, NOTHING_KEPT)).answer;
  }

  private async load(
    query: HubQuery,
    { withUnpublished = false, isVisitor = false, hiddenMakers = [] }: Looking,
    shows: Shows,
  ): Promise<Shared> {
    const { search, sort, cursor, maturity = 'everybody', ...filters } = query;
    const wanted = { search, sort, cursor, filters: { ...filters, maturity, withUnpublished, hiddenMakers } };
    const { ids, total, facets, nextCursor } = await this.find.run(wanted);
    const models = await this.versions.modelsByIds(ids);
    const byId = new Map(models.map((model) => [model.id, model]));
    shows(...models.flatMap(({ id, makerId }) => [hubSubject(id), personSubject(makerId)]));
    const page = {
      ...{ models: await this.views.cards(ids.flatMap((id) => byId.get(id) ?? [])), total },
      ...(facets && { facets: facetsFor(facets as unknown as HubFacets, isVisitor) }),
      nextCursor,
    };
    return { known: { makerIds: models.map(({ makerId }) => makerId) }, answer: ReadyAnswer.of(page) };
  }
}
