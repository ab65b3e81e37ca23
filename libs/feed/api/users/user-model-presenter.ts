import { Injectable } from '@nestjs/common';
import { LIMITS, type LoraView, type UserModelView, type ModelView } from '@visionary/contract';
import { ModelPresenter } from '@visionary/generation';
import { type ModelCredit, ModelCredits } from '@visionary/hub';
import type { AddCacheTags } from '@visionary/platform/cache';
import { type PostFilters, PostPages } from '../../domain/posts/post-pages.js';
import { PostPresenter } from '../post-presenter.js';

/** What somebody made of this instance's folder, as users see it: with what was published with it. What they publish in the hub is found there. */
@Injectable()
export class UserModelPresenter {
  constructor(
    private readonly modelCredits: ModelCredits,
    private readonly models: ModelPresenter,
    private readonly pages: PostPages,
    private readonly posts: PostPresenter,
  ) {}

  /**
   * The last that was said to be theirs first.
   * @param forEverybody no other images are shown, nor counted
   * @param shows is told what the covers show
   */
  async by(userId: string, forEverybody: boolean, addCacheTags: AddCacheTags): Promise<UserModelView[]> {
    const credits = (await this.modelCredits.by(userId)).filter(({ name }) => !isOfHub(name));
    const named = (kind: ModelCredit['kind']) => credits.filter((one) => one.kind === kind).map(({ name }) => name);
    const here = await this.models.byIds({ models: named('model'), loras: named('lora') });
    const fitted = await this.models.byIds({
      models: here.loras.flatMap(({ compatibleModels }) => compatibleModels.slice(0, 1)),
      loras: [],
    });
    const families = new Map(fitted.models.map(({ id, family }) => [id, family]));
    return Promise.all(
      credits.map(async ({ kind, name }) => {
        const model = kind === 'model' ? here.models.find(({ id }) => id === name) : undefined;
        const lora = kind === 'lora' ? here.loras.find(({ id }) => id === name) : undefined;
        const family = model?.family ?? families.get(lora?.compatibleModels[0] ?? '');
        return {
          ...{ kind, id: name },
          ...said(model ?? lora),
          ...(family && { family }),
          ...(await this.use({ ...(kind === 'model' ? { model: name } : { lora: name }), forEverybody }, addCacheTags)),
        };
      }),
    );
  }

  private async use(
    filters: PostFilters,
    addCacheTags: AddCacheTags,
  ): Promise<Pick<UserModelView, 'images' | 'cover'>> {
    const newest = await this.pages.page({ order: 'new', filters }, null, LIMITS.collectionCover);
    const cover = await this.posts.shared(
      newest.map(({ id }) => id),
      addCacheTags,
    );
    const isAll = newest.length < LIMITS.collectionCover;
    return { images: isAll ? newest.length : await this.pages.count(filters, LIMITS.modelImageCountCap), cover };
  }
}

/** Versions of the hub are called by a name, an @ and a label. */
const isOfHub = (name: string) => name.includes('@');

const said = (here: ModelView | LoraView | undefined) => here && { title: here.title, description: here.description };
