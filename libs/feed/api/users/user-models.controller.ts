import { Controller } from '@nestjs/common';
import { LIMITS, type LoraView, type ModelView, type UserModelList, type UserModelView } from '@visionary/contract';
import { ModelPresenter } from '@visionary/generation';
import { ModelCredits } from '@visionary/hub';
import { type Identity, OptionalUser } from '@visionary/platform/auth';
import { type AddCacheTags, Cache, type CacheNamespace, json } from '@visionary/platform/cache';
import { PathId, Route } from '@visionary/platform/http';
import type { PostFilters } from '../../domain/posts/post-pages.js';
import { PostPresenter } from '../posts/post-presenter.js';
import { viewerOf } from '../viewer.js';
import { PostPages } from '../../storage/posts/sql-post-pages.js';

/** Image counts and covers may be this old. */
const USER_MODELS: CacheNamespace<UserModelList> = { name: 'made-by', ttlMs: 5_000, encoding: json() };

/** Local models and LoRAs that a user made, with images made with them. Models of the hub have their own pages. */
@Controller()
export class UserModelsController {
  constructor(
    private readonly modelCredits: ModelCredits,
    private readonly models: ModelPresenter,
    private readonly pages: PostPages,
    private readonly posts: PostPresenter,
    private readonly cache: Cache,
  ) {}

  /** Cached per rating. Latest credit first. */
  @Route('userModels')
  list(@PathId('userId') userId: string, @OptionalUser() me: Identity | null): Promise<UserModelList> {
    const forEveryone = viewerOf(me).forEveryone && me?.user.id !== userId;
    const entry = { space: USER_MODELS, key: `${userId}/${forEveryone}` };
    return this.cache.getOrLoad(entry, async (addCacheTags) => ({
      made: await this.load(userId, forEveryone, addCacheTags),
    }));
  }

  private async load(userId: string, forEveryone: boolean, addCacheTags: AddCacheTags): Promise<UserModelView[]> {
    const credits = (await this.modelCredits.by(userId)).flatMap(({ kind, name }) =>
      isOfHub(name) || (kind !== 'model' && kind !== 'lora') ? [] : [{ kind, name }],
    );
    const namesOf = (kind: 'model' | 'lora') => credits.filter((one) => one.kind === kind).map(({ name }) => name);
    const local = await this.models.byIds({ models: namesOf('model'), loras: namesOf('lora') });
    const compatible = await this.models.byIds({
      models: local.loras.flatMap(({ compatibleModels }) => compatibleModels.slice(0, 1)),
      loras: [],
    });
    const families = new Map(compatible.models.map(({ id, family }) => [id, family]));
    return Promise.all(
      credits.map(async ({ kind, name }) => {
        const model = kind === 'model' ? local.models.find(({ id }) => id === name) : undefined;
        const lora = kind === 'lora' ? local.loras.find(({ id }) => id === name) : undefined;
        const family = model?.family ?? families.get(lora?.compatibleModels[0] ?? '');
        const filters = { ...(kind === 'model' ? { model: name } : { lora: name }), forEveryone };
        return {
          kind,
          id: name,
          ...descriptionOf(model ?? lora),
          ...(family && { family }),
          ...(await this.imagesOf(filters, addCacheTags)),
        };
      }),
    );
  }

  private async imagesOf(
    filters: PostFilters,
    addCacheTags: AddCacheTags,
  ): Promise<Pick<UserModelView, 'images' | 'cover'>> {
    const newest = await this.pages.page({ order: 'new', filters }, null, LIMITS.collectionCover);
    const ids = newest.map(({ id }) => id);
    const cover = await this.posts.byIds(ids, addCacheTags);
    const isAll = newest.length < LIMITS.collectionCover;
    return { images: isAll ? newest.length : await this.pages.count(filters, LIMITS.modelImageCountCap), cover };
  }
}

/** Use ids of hub versions have the form `name@label`. */
const isOfHub = (name: string) => name.includes('@');

const descriptionOf = (model: ModelView | LoraView | undefined) =>
  model && { title: model.title, description: model.description };
