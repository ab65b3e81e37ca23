import { Injectable } from '@nestjs/common';
import { type HubModel, type Version, Versions } from '@visionary/hub';
import { readCursor, Rejection, resolveWithin } from '@visionary/kernel';
import { type ModelPost, ModelPosts } from '../../domain/model-posts/model-posts.js';
import type { UsedModel } from '../../domain/posts/used-models-of.js';
import type { PostCursor } from '../../domain/posts/post-pages.js';
import { LocalDuplicates } from '../model-usage/local-duplicates.js';

export interface ModelPostPage {
  /** For whom the model is. */
  readonly contentRating: HubModel['contentRating'];
  readonly posts: readonly ModelPost[];
  readonly nextCursor: string | null;
}

/** Whoever has blocked most of those who use it gets a shorter page rather than a long walk. */
const ROUNDS_AT_MOST = 5;

/** Images in the feed that were made with a model of the hub, or with one version of it. */
@Injectable()
export class ListModelPosts {
  constructor(
    private readonly posts: ModelPosts,
    private readonly versions: Versions,
    private readonly here: LocalDuplicates,
  ) {}

  /**
   * @param seen which of them whoever asks is to see; the page is filled up with what comes after
   * @throws Rejection HUB_MODEL_NOT_FOUND, HUB_VERSION_NOT_FOUND, INVALID for a cursor that is none
   */
  async run(
    { modelId, versionId, cursor }: { modelId: string; versionId?: string | undefined; cursor?: string | undefined },
    limit: number,
    seen: (post: ModelPost) => boolean,
  ): Promise<ModelPostPage> {
    let place: PostCursor | null = readCursor(cursor);
    const { contentRating, files } = await this.filesOf(modelId, versionId);
    const made = await resolveWithin(this.here.of(files), files);
    const posts: ModelPost[] = [];
    for (let round = 0; round < ROUNDS_AT_MOST; round++) {
      const found = await this.posts.page(made, place, limit + 1);
      for (const post of found) {
        if (posts.length === limit) return { contentRating, posts, nextCursor: cursorOf(place) };
        place = post;
        if (seen(post)) posts.push(post);
      }
      if (found.length <= limit) return { contentRating, posts, nextCursor: null };
    }
    return { contentRating, posts, nextCursor: cursorOf(place) };
  }

  private async filesOf(modelId: string, versionId: string | undefined) {
    const model = await this.versions.modelById(modelId);
    if (!model) throw new Rejection('HUB_MODEL_NOT_FOUND');
    const all = await this.versions.ofModel(modelId);
    const asked = versionId === undefined ? all : all.filter(({ id }) => id === versionId);
    if (asked.length === 0 && versionId !== undefined) throw new Rejection('HUB_VERSION_NOT_FOUND');
    return { contentRating: model.contentRating, files: asked.flatMap((version) => usedModelsOf(model, version)) };
  }
}

/** Other weights are never loaded here, and so make no images. */
const usedModelsOf = ({ kind }: HubModel, { hash }: Version): UsedModel[] =>
  kind === 'weights' ? [] : [{ kind, hash }];

const cursorOf = (place: PostCursor | null): string | null => place && `${place.value}_${place.id}`;
