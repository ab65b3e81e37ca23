import { Injectable } from '@nestjs/common';
import { ModelLookup, type Take } from '@visionary/generation';
import { parseInfotext, settingsFromInfotext } from '@visionary/infotext';
import { truncate, resolveWithin } from '@visionary/kernel';
import { PostImageFiles } from '../../domain/posts/post-image-files.js';
import type { AuthorshipSpan, ModelName, Parameters, UsedLora } from '../../domain/posts/post.js';

export interface Told {
  readonly parameters: Parameters;
  readonly model: ModelName | null;
}

const NAME_AT_MOST = 200;
const HASH = /^[0-9a-fA-F]{8,64}$/;

/** Everything an image was made with, as far as it is known. */
@Injectable()
export class DescribeParameters {
  constructor(
    private readonly files: PostImageFiles,
    private readonly models: ModelLookup,
  ) {}

  async ofTake(
    take: Take,
    index: number,
    hands: readonly AuthorshipSpan[] | null,
  ): Promise<Told & { readonly model: ModelName }> {
    const { settings, images, modelHash, prompt, negative, added } = take;
    const { scheduler, steps, guidance, eta, init, loras = [] } = settings;
    const image = images[index];
    const infotext = image ? await this.files.infotextOf(image.sha256) : null;
    const names = await this.models.loraTitles();
    const title = (await this.models.titles()).get(settings.model) ?? settings.model;
    return {
      model: { id: settings.model, name: title.slice(0, NAME_AT_MOST), hash: modelHash },
      parameters: {
        ...{ prompt, negative, scheduler, steps, guidance },
        ...(added.length > 0 && { added }),
        ...(image && { seed: image.seed }),
        ...(init && { strength: init.strength }),
        ...(eta !== undefined && { eta }),
        loras: loras.map(({ id, weight }) => ({ id, weight, name: names.get(id) ?? id })),
        // Words hold from the image in which they were given.
        steers: take.steers.filter((steer) => steer.image <= index).map(({ id: _id, ...steer }) => steer),
        infotext: infotext ?? '',
        ...(hands && { hands }),
        ...(take.renderMs !== null && { renderMs: take.renderMs }),
      },
    };
  }

  /** Of an image made elsewhere. May read whole folders. */
  async ofInfotext(infotext: string): Promise<Told & { readonly loras: readonly UsedLora[] }> {
    const { prompt, negative, loras, model, ...found } = settingsFromInfotext(parseInfotext(infotext));
    const { scheduler, steps, guidance, seed, strength, eta } = found;
    const names = await this.models.loraTitles();
    return {
      model: model ? await this.modelOf(model) : null,
      loras: await this.lorasOf(loras),
      parameters: {
        ...{ prompt, negative },
        ...defined({ scheduler, steps, guidance, seed, strength, eta }),
        loras: loras.map(({ name, weight }) => ({ id: name, weight, name: names.get(name) ?? name })),
        ...{ steers: [], infotext },
      },
    };
  }

  /** Those that are the files which go by their names here. */
  private async lorasOf(told: readonly { readonly name: string; readonly hash?: string }[]): Promise<UsedLora[]> {
    const used = told.map(async ({ name, hash }) => {
      const whole = hash === undefined ? null : await resolveWithin(this.models.loraHash(name, hash), null);
      return whole === null ? [] : [{ id: name, hash: whole }];
    });
    return (await Promise.all(used)).flat();
  }

  private async modelOf(told: { readonly name?: string; readonly hash?: string }): Promise<ModelName | null> {
    const hash = told.hash !== undefined && HASH.test(told.hash) ? told.hash.toLowerCase() : null;
    const here = hash === null ? null : await resolveWithin(this.models.byHash(hash, told.name), null);
    const name = here?.title || onOneLine(told.name ?? '') || hash;
    return name ? { id: here?.id ?? null, name: truncate(name, NAME_AT_MOST), hash } : null;
  }
}

/** A file may say anything: nothing of it breaks the line it stands in, or turns it around. */
const onOneLine = (name: string): string => name.replace(UNRULY, ' ').trim();
const UNRULY = /[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]+/gu;

const defined = <T extends object>(values: T) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
