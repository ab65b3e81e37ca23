import { Injectable } from '@nestjs/common';
import { type HubModel, type Version, Versions } from '@visionary/hub';
import { readCursor, Rejection, soon } from '@visionary/kernel';
import { type MadePost, MadePosts } from '../../domain/gallery/made-posts.js';
import type { MadeWith } from '../../domain/posts/made-with.js';
import type { PostPlace } from '../../domain/posts/post-pages.js';
import { MadeHere } from '../uses/made-here.js';

export interface MadePage {
  /** For whom the model is. */
  readonly maturity: HubModel['maturity'];
  readonly posts: readonly MadePost[];
  readonly nextCursor: string | null;
}

/** Whoever has blocked most of those who use it gets a shorter page rather than a long walk. */
const ROUNDS_AT_MOST = 5;

/** Pictures in the feed that were made with a model of the hub, or with one version of it. */
@Injectable()
export class PageMade {
  constructor(
    private readonly posts: MadePosts,
    private readonly versions: Versions,
    private readonly here: MadeHere,
  ) {}

  /**
   * @param seen which of them whoever asks is to see; the page is filled up with what comes after
   * @throws Rejection HUB_MODEL_NOT_FOUND, HUB_VERSION_NOT_FOUND, INVALID for a cursor that is none
   */
  async run(
    { modelId, versionId, cursor }: { modelId: string; versionId?: string | undefined; cursor?: string | undefined },
    limit: number,
    seen: (post: MadePost) => boolean,
  ): Promise<MadePage> {
    let place: PostPlace | null = readCursor(cursor);
    const { maturity, files } = await this.filesOf(modelId, versionId);
    const made = await soon(this.here.of(files), files);
    const posts: MadePost[] = [];
    for (let round = 0; round < ROUNDS_AT_MOST; round++) {
      const found = await this.posts.page(made, place, limit + 1);
      for (const post of found) {
        if (posts.length === limit) return { maturity, posts, nextCursor: cursorOf(place) };
        place = post;
        if (seen(post)) posts.push(post);
      }
      if (found.length <= limit) return { maturity, posts, nextCursor: null };
    }
    return { maturity, posts, nextCursor: cursorOf(place) };
  }

  private async filesOf(modelId: string, versionId: string | undefined) {
    const model = await this.versions.modelById(modelId);
    if (!model) throw new Rejection('HUB_MODEL_NOT_FOUND');
    const all = await this.versions.ofModel(modelId);
    const asked = versionId === undefined ? all : all.filter(({ id }) => id === versionId);
    if (asked.length === 0 && versionId !== undefined) throw new Rejection('HUB_VERSION_NOT_FOUND');
    return { maturity: model.maturity, files: asked.flatMap((version) => madeWith(model, version)) };
  }
}

/** Other weights are never loaded here, and so make no pictures. */
const madeWith = ({ kind }: HubModel, { hash }: Version): MadeWith[] => (kind === 'weights' ? [] : [{ kind, hash }]);

const cursorOf = (place: PostPlace | null): string | null => place && `${place.value}_${place.id}`;
