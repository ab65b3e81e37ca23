import { Injectable } from '@nestjs/common';
import { HashLookup, type HubModel, type Version, Versions, isCreditedKind } from '@visionary/hub';
import { readCursor, Rejection, resolveWithin } from '@visionary/kernel';
import { formatCursor, type PostCursor } from '../../domain/posts/post-pages.js';
import type { ModelPost, UsedModel, UsedModelQuery } from '../../domain/posts/used-models-of.js';
import { ModelPostsRepository } from '../../storage/model-posts/model-posts.repository.js';

export interface ModelPostPage {
  /** Of the model. */
  readonly contentRating: HubModel['contentRating'];
  readonly posts: readonly ModelPost[];
  readonly nextCursor: string | null;
}

/** Viewers who filter out most posts get a shorter page instead of a long scan. */
const MAX_ROUNDS = 5;

/** Published images made with models of the hub. */
@Injectable()
export class ModelPostsService {
  constructor(
    private readonly posts: ModelPostsRepository,
    private readonly versions: Versions,
    private readonly hashLookup: HashLookup,
  ) {}

  /**
   * Images made with a model, or with one version of it.
   * @param isShown filters posts; later ones fill the page
   * @throws Rejection HUB_MODEL_NOT_FOUND, HUB_VERSION_NOT_FOUND, INVALID for an unknown cursor
   */
  async page(
    { modelId, versionId, cursor }: { modelId: string; versionId?: string | undefined; cursor?: string | undefined },
    limit: number,
    isShown: (post: ModelPost) => boolean,
  ): Promise<ModelPostPage> {
    let last: PostCursor | null = readCursor(cursor);
    const { contentRating, models } = await this.modelsOf(modelId, versionId);
    const queries = await resolveWithin(this.queriesOf(models), models);
    const posts: ModelPost[] = [];
    for (let round = 0; round < MAX_ROUNDS; round++) {
      const batch = await this.posts.page(queries, last, limit + 1);
      for (const post of batch) {
        if (posts.length === limit) return { contentRating, posts, nextCursor: formatCursor(last) };
        last = post;
        if (isShown(post)) posts.push(post);
      }
      if (batch.length <= limit) return { contentRating, posts, nextCursor: null };
    }
    return { contentRating, posts, nextCursor: formatCursor(last) };
  }

  /** Counts each image once. May hash whole folders the first time. @param models by full hash */
  async count(models: readonly UsedModel[]): Promise<number> {
    return this.posts.count(await this.queriesOf(models));
  }

  private async modelsOf(modelId: string, versionId: string | undefined) {
    const model = await this.versions.modelById(modelId);
    if (!model) throw new Rejection('HUB_MODEL_NOT_FOUND');
    const all = await this.versions.ofModel(modelId);
    const versions = versionId === undefined ? all : all.filter(({ id }) => id === versionId);
    if (versions.length === 0 && versionId !== undefined) throw new Rejection('HUB_VERSION_NOT_FOUND');
    return { contentRating: model.contentRating, models: versions.flatMap((version) => usedModelsOf(model, version)) };
  }

  /** Excludes the name of a local copy. May hash whole folders the first time. */
  private async queriesOf(models: readonly UsedModel[]): Promise<UsedModelQuery[]> {
    const queries: UsedModelQuery[] = [];
    for (const { kind, hash } of models) {
      const excludeName = await this.hashLookup.nameOf(kind, hash);
      queries.push({ kind, hash, ...(excludeName !== undefined && { excludeName }) });
    }
    return queries;
  }
}

const usedModelsOf = ({ kind }: HubModel, { hash }: Version): UsedModel[] =>
  isCreditedKind(kind) ? [{ kind, hash }] : [];
