import { Injectable } from '@nestjs/common';
import { personSubject } from '@visionary/accounts';
import type { HubModelDetail, HubModelView, MyHubModel } from '@visionary/contract';
import { Rejection } from '@visionary/kernel';
import { Admins } from '@visionary/platform/auth';
import { Cache, type Sent, sent, type Shows, type Space } from '@visionary/platform/cache';
import { ReadyAnswer } from '@visionary/platform/http';
import { type HubModel, Versions } from '../../domain/version.js';
import { HubPages } from '../../domain/versions/hub-pages.js';
import { isThereFor } from '../../domain/versions/openness.js';
import { hubSubject } from '../../domain/versions/subjects.js';
import { HubViews } from './hub-views.js';

type Shared = Sent<Pick<HubModel, 'makerId' | 'maturity'>>;

/** Counts of downloads may be so old. */
const DETAILS: Space<Shared> = { name: 'hub-models', ttlMs: 10_000, encoding: sent() };

interface Asker {
  readonly id: string;
  readonly moderates: boolean;
}

/** A model's page: what everybody sees of it, and what its maker and moderators see. */
@Injectable()
export class HubDetails {
  constructor(
    private readonly versions: Versions,
    private readonly pages: HubPages,
    private readonly views: HubViews,
    private readonly admins: Admins,
    private readonly cache: Cache,
  ) {}

  /** As it is sent to whoever asks. @throws Rejection HUB_MODEL_NOT_FOUND, to visitors also where it is not for everybody */
  async sent(modelId: string, personId: string | null): Promise<{ answer: ReadyAnswer; mine: MyHubModel | null }> {
    const asker = await this.askerOf(personId);
    const model = asker && (await this.versions.modelById(modelId));
    if (asker && model && seesAll(asker, model)) {
      const view = await this.load(model, true);
      return { answer: ReadyAnswer.of({ model: view }), mine: await this.mineOf(model, asker) };
    }
    const { answer, known } = await this.cache.through({ space: DETAILS, key: modelId }, (shows) =>
      this.share(modelId, shows),
    );
    if (!isThereFor(personId, known)) throw new Rejection('HUB_MODEL_NOT_FOUND');
    return { answer, mine: asker && (await this.mineOf({ id: modelId, makerId: known.makerId }, asker)) };
  }

  /** After somebody changed it. @throws Rejection HUB_MODEL_NOT_FOUND */
  async of(modelId: string, personId: string): Promise<HubModelDetail> {
    const model = await this.versions.modelById(modelId);
    if (!model) throw new Rejection('HUB_MODEL_NOT_FOUND');
    const asker = (await this.askerOf(personId)) as Asker;
    return { model: await this.load(model, seesAll(asker, model)), mine: await this.mineOf(model, asker) };
  }

  private async share(modelId: string, shows: Shows): Promise<Shared> {
    const model = await this.versions.modelById(modelId);
    if (!model) throw new Rejection('HUB_MODEL_NOT_FOUND');
    shows(hubSubject(modelId), personSubject(model.makerId));
    const { makerId, maturity } = model;
    return { known: { makerId, maturity }, answer: ReadyAnswer.of({ model: await this.load(model, false) }) };
  }

  private async load(model: HubModel, all: boolean): Promise<HubModelView> {
    const versions = await this.pages.ofModel(model.id);
    const [newest, ...others] = versions.filter(({ state }) => all || state === 'published');
    if (!newest) throw new Rejection('HUB_MODEL_NOT_FOUND');
    return this.views.model(model, [newest, ...others]);
  }

  private async askerOf(id: string | null): Promise<Asker | null> {
    return id === null ? null : { id, moderates: (await this.admins.among([id], 'moderator')).has(id) };
  }

  private async mineOf({ id, makerId }: Pick<HubModel, 'id' | 'makerId'>, asker: Asker): Promise<MyHubModel> {
    const { reactions, review } = await this.pages.marksOf(asker.id, id);
    const mayEdit = makerId === asker.id;
    return { reactions: [...reactions], ...(review && { review }), mayEdit, mayRemove: mayEdit || asker.moderates };
  }
}

const seesAll = ({ id, moderates }: Asker, { makerId }: HubModel): boolean => moderates || id === makerId;
