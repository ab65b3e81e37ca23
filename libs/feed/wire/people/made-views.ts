import { Injectable } from '@nestjs/common';
import { LIMITS, type LoraView, type MadeView, type ModelView } from '@visionary/contract';
import { NamedModels } from '@visionary/generation';
import { type Credit, Credits } from '@visionary/hub';
import type { Shows } from '@visionary/platform/cache';
import { type PostFilters, PostPages } from '../../domain/posts/post-pages.js';
import { ShownPosts } from '../shown-posts.js';

/** What somebody made of this instance's folder, as people see it: with what was published with it. What they publish in the hub is found there. */
@Injectable()
export class MadeViews {
  constructor(
    private readonly credits: Credits,
    private readonly models: NamedModels,
    private readonly pages: PostPages,
    private readonly posts: ShownPosts,
  ) {}

  /**
   * The last that was said to be theirs first.
   * @param forEverybody no other pictures are shown, nor counted
   * @param shows is told what the covers show
   */
  async by(personId: string, forEverybody: boolean, shows: Shows): Promise<MadeView[]> {
    const credits = (await this.credits.by(personId)).filter(({ name }) => !isOfHub(name));
    const named = (kind: Credit['kind']) => credits.filter((one) => one.kind === kind).map(({ name }) => name);
    const here = await this.models.byIds({ models: named('model'), loras: named('lora') });
    const fitted = await this.models.byIds({ models: here.loras.flatMap(({ fits }) => fits.slice(0, 1)), loras: [] });
    const families = new Map(fitted.models.map(({ id, family }) => [id, family]));
    return Promise.all(
      credits.map(async ({ kind, name }) => {
        const model = kind === 'model' ? here.models.find(({ id }) => id === name) : undefined;
        const lora = kind === 'lora' ? here.loras.find(({ id }) => id === name) : undefined;
        const family = model?.family ?? families.get(lora?.fits[0] ?? '');
        return {
          ...{ kind, id: name },
          ...said(model ?? lora),
          ...(family && { family }),
          ...(await this.use({ ...(kind === 'model' ? { model: name } : { lora: name }), forEverybody }, shows)),
        };
      }),
    );
  }

  private async use(filters: PostFilters, shows: Shows): Promise<Pick<MadeView, 'pictures' | 'cover'>> {
    const newest = await this.pages.page({ order: 'new', filters }, null, LIMITS.collectionCover);
    const cover = await this.posts.shared(
      newest.map(({ id }) => id),
      shows,
    );
    const isAll = newest.length < LIMITS.collectionCover;
    return { pictures: isAll ? newest.length : await this.pages.count(filters, LIMITS.picturesCounted), cover };
  }
}

/** Versions of the hub are called by a name, an @ and a label. */
const isOfHub = (name: string) => name.includes('@');

const said = (here: ModelView | LoraView | undefined) => here && { title: here.title, about: here.about };
