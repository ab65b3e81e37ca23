import { Injectable } from '@nestjs/common';
import { userCacheTag } from '@visionary/accounts';
import type { HubModelDetail, HubModelView, HubModelViewerState } from '@visionary/contract';
import { Rejection } from '@visionary/kernel';
import { AdminDirectory } from '@visionary/platform/auth';
import { Cache, type Serialized, serialized, type AddCacheTags, type CacheNamespace } from '@visionary/platform/cache';
import { PreparedJsonResponse } from '@visionary/platform/http';
import { type HubModel, Versions } from '../../domain/version.js';
import { HubPages } from '../../domain/versions/hub-pages.js';
import { isVisibleTo } from '../../domain/versions/visibility.js';
import { modelCacheTag } from '../../domain/versions/cache-tags.js';
import { HubViews } from './hub-views.js';

type Shared = Serialized<Pick<HubModel, 'creatorId' | 'contentRating'>>;

/** Counts of downloads may be so old. */
const DETAILS: CacheNamespace<Shared> = { name: 'hub-models', ttlMs: 10_000, encoding: serialized() };

interface Asker {
  readonly id: string;
  readonly isModerator: boolean;
}

/** A model's page: what everybody sees of it, and what its creator and moderators see. */
@Injectable()
export class HubDetails {
  constructor(
    private readonly versions: Versions,
    private readonly pages: HubPages,
    private readonly views: HubViews,
    private readonly adminDirectory: AdminDirectory,
    private readonly cache: Cache,
  ) {}

  /** As it is sent to whoever asks. @throws Rejection HUB_MODEL_NOT_FOUND, to visitors also where it is not for everybody */
  async sent(
    modelId: string,
    userId: string | null,
  ): Promise<{ answer: PreparedJsonResponse; mine: HubModelViewerState | null }> {
    const asker = await this.askerOf(userId);
    const model = asker && (await this.versions.modelById(modelId));
    if (asker && model && seesAll(asker, model)) {
      const view = await this.load(model, true);
      return { answer: PreparedJsonResponse.of({ model: view }), mine: await this.mineOf(model, asker) };
    }
    const { body, metadata } = await this.cache.getOrLoad({ space: DETAILS, key: modelId }, (shows) =>
      this.share(modelId, shows),
    );
    if (!isVisibleTo(userId, metadata)) throw new Rejection('HUB_MODEL_NOT_FOUND');
    return { answer: body, mine: asker && (await this.mineOf({ id: modelId, creatorId: metadata.creatorId }, asker)) };
  }

  /** After somebody changed it. @throws Rejection HUB_MODEL_NOT_FOUND */
  async of(modelId: string, userId: string): Promise<HubModelDetail> {
    const model = await this.versions.modelById(modelId);
    if (!model) throw new Rejection('HUB_MODEL_NOT_FOUND');
    const asker = (await this.askerOf(userId)) as Asker;
    return { model: await this.load(model, seesAll(asker, model)), viewerState: await this.mineOf(model, asker) };
  }

  private async share(modelId: string, addCacheTags: AddCacheTags): Promise<Shared> {
    const model = await this.versions.modelById(modelId);
    if (!model) throw new Rejection('HUB_MODEL_NOT_FOUND');
    addCacheTags(modelCacheTag(modelId), userCacheTag(model.creatorId));
    const { creatorId, contentRating } = model;
    return {
      metadata: { creatorId, contentRating },
      body: PreparedJsonResponse.of({ model: await this.load(model, false) }),
    };
  }

  private async load(model: HubModel, all: boolean): Promise<HubModelView> {
    const versions = await this.pages.ofModel(model.id);
    const [newest, ...others] = versions.filter(({ state }) => all || state === 'published');
    if (!newest) throw new Rejection('HUB_MODEL_NOT_FOUND');
    return this.views.model(model, [newest, ...others]);
  }

  private async askerOf(id: string | null): Promise<Asker | null> {
    return id === null ? null : { id, isModerator: (await this.adminDirectory.among([id], 'moderator')).has(id) };
  }

  private async mineOf(
    { id, creatorId }: Pick<HubModel, 'id' | 'creatorId'>,
    asker: Asker,
  ): Promise<HubModelViewerState> {
    const { reactions, review } = await this.pages.marksOf(asker.id, id);
    const canEdit = creatorId === asker.id;
    return { reactions: [...reactions], ...(review && { review }), canEdit, canRemove: canEdit || asker.isModerator };
  }
}

const seesAll = ({ id, isModerator }: Asker, { creatorId }: HubModel): boolean => isModerator || id === creatorId;
