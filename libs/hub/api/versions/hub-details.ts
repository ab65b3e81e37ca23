import { Injectable } from '@nestjs/common';
import { userCacheTag } from '@visionary/accounts';
import { ReactionsService } from '@visionary/comments';
import type { HubModelDetail, HubModelView, HubModelViewerState } from '@visionary/contract';
import { Rejection } from '@visionary/kernel';
import { AdminDirectory } from '@visionary/platform/auth';
import { Cache, type Serialized, serialized, type AddCacheTags, type CacheNamespace } from '@visionary/platform/cache';
import { PreparedJsonResponse } from '@visionary/platform/http';
import { type HubModel } from '../../domain/version.js';
import { Versions } from '../../storage/versions.js';
import { isVisibleTo } from '../../domain/versions/rights.js';
import { modelCacheTag } from '../../domain/versions/cache-tags.js';
import { HubViews } from './hub-views.js';
import { HubPages } from '../../storage/versions/sql-hub-pages.js';

type Shared = Serialized<Pick<HubModel, 'creatorId' | 'contentRating'>>;

/** Download counts may be this old. */
const DETAILS: CacheNamespace<Shared> = { name: 'hub-models', ttlMs: 10_000, encoding: serialized() };

interface Viewer {
  readonly id: string;
  readonly isModerator: boolean;
}

/** A model's page. The shared view is cached; its creator and moderators see unpublished versions too. */
@Injectable()
export class HubDetails {
  constructor(
    private readonly versions: Versions,
    private readonly pages: HubPages,
    private readonly views: HubViews,
    private readonly reactions: ReactionsService,
    private readonly adminDirectory: AdminDirectory,
    private readonly cache: Cache,
  ) {}

  /** The prepared response and the viewer's part. @throws Rejection HUB_MODEL_NOT_FOUND, also for a visitor without access */
  async responseFor(
    modelId: string,
    userId: string | null,
  ): Promise<{ body: PreparedJsonResponse; viewerState: HubModelViewerState | null }> {
    const viewer = await this.viewerOf(userId);
    const model = viewer && (await this.versions.modelById(modelId));
    if (viewer && model && seesAll(viewer, model)) {
      const view = await this.load(model, true);
      return { body: PreparedJsonResponse.of({ model: view }), viewerState: await this.stateOf(model, viewer) };
    }
    const { body, metadata } = await this.cache.getOrLoad({ space: DETAILS, key: modelId }, (addCacheTags) =>
      this.loadShared(modelId, addCacheTags),
    );
    if (!isVisibleTo(userId, metadata)) throw new Rejection('HUB_MODEL_NOT_FOUND');
    return {
      body,
      viewerState: viewer && (await this.stateOf({ id: modelId, creatorId: metadata.creatorId }, viewer)),
    };
  }

  /** Uncached, after a change. @throws Rejection HUB_MODEL_NOT_FOUND */
  async of(modelId: string, userId: string): Promise<HubModelDetail> {
    const model = await this.versions.modelById(modelId);
    if (!model) throw new Rejection('HUB_MODEL_NOT_FOUND');
    const viewer = (await this.viewerOf(userId)) as Viewer;
    return { model: await this.load(model, seesAll(viewer, model)), viewerState: await this.stateOf(model, viewer) };
  }

  private async loadShared(modelId: string, addCacheTags: AddCacheTags): Promise<Shared> {
    const model = await this.versions.modelById(modelId);
    if (!model) throw new Rejection('HUB_MODEL_NOT_FOUND');
    addCacheTags(modelCacheTag(modelId), userCacheTag(model.creatorId));
    const { creatorId, contentRating } = model;
    return {
      metadata: { creatorId, contentRating },
      body: PreparedJsonResponse.of({ model: await this.load(model, false) }),
    };
  }

  private async load(model: HubModel, withUnpublished: boolean): Promise<HubModelView> {
    const versions = await this.pages.ofModel(model.id);
    const [newest, ...others] = versions.filter(({ state }) => withUnpublished || state === 'published');
    if (!newest) throw new Rejection('HUB_MODEL_NOT_FOUND');
    return this.views.model(model, [newest, ...others]);
  }

  private async viewerOf(id: string | null): Promise<Viewer | null> {
    return id === null ? null : { id, isModerator: (await this.adminDirectory.among([id], 'moderator')).has(id) };
  }

  private async stateOf(
    { id, creatorId }: Pick<HubModel, 'id' | 'creatorId'>,
    viewer: Viewer,
  ): Promise<HubModelViewerState> {
    const review = await this.pages.reviewBy(viewer.id, id);
    const reactions = (await this.reactions.emojisBy('model', viewer.id, [id]))[id] ?? [];
    const canEdit = creatorId === viewer.id;
    return { reactions, ...(review && { review }), canEdit, canRemove: canEdit || viewer.isModerator };
  }
}

const seesAll = ({ id, isModerator }: Viewer, { creatorId }: HubModel): boolean => isModerator || id === creatorId;
