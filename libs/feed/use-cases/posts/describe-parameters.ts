import { Injectable } from '@nestjs/common';
import type { AdditionKind } from '@visionary/contract';
import { ModelLookup, type Take } from '@visionary/generation';
import { parseInfotext, settingsFromInfotext } from '@visionary/infotext';
import { resolveWithin, truncate } from '@visionary/kernel';
import type { AuthorshipSpan, ModelName, Parameters, PostAddition, UsedAddition } from '../../domain/posts/post.js';
import { PostImageFiles } from '../../storage/posts/post-image-files.js';

export interface DescribedParameters {
  readonly parameters: Parameters;
  readonly model: ModelName | null;
}

const MAX_NAME_LENGTH = 200;
const HASH = /^[0-9a-fA-F]{8,64}$/;
/** Control characters, line separators, and bidirectional overrides. */
const UNPRINTABLE = /[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]+/gu;

/** Collects the generation data of images. */
@Injectable()
export class DescribeParameters {
  constructor(
    private readonly files: PostImageFiles,
    private readonly models: ModelLookup,
  ) {}

  async ofTake(
    take: Take,
    index: number,
    authorship: readonly AuthorshipSpan[] | null,
  ): Promise<DescribedParameters & { readonly model: ModelName }> {
    const { settings, images, modelHash, prompt, negative, promptPrefixes } = take;
    const {
      scheduler,
      steps,
      guidance,
      eta,
      clipSkip,
      init,
      hires,
      width,
      height,
      loras = [],
      embeddings,
      vae,
      controls,
      upscale,
    } = settings;
    const image = images[index];
    const infotext = image ? await this.files.infotextOf(image.sha256) : null;
    const loraTitles = await this.models.loraTitles();
    const title = (await this.models.titles()).get(settings.model) ?? settings.model;
    return {
      model: { id: settings.model, name: title.slice(0, MAX_NAME_LENGTH), hash: modelHash },
      parameters: {
        prompt,
        negative,
        scheduler,
        steps,
        guidance,
        ...(promptPrefixes.length > 0 && { promptPrefixes }),
        ...(image && { seed: image.seed }),
        ...(init && { strength: init.strength }),
        ...defined({ eta, clipSkip }),
        ...(hires && { hires: { ...hires, width, height } }),
        ...(upscale && { upscale: { upscaler: upscale.upscaler, scale: upscale.scale } }),
        loras: loras.map(({ id, weight }) => ({ id, weight, name: loraTitles.get(id) ?? id })),
        ...(embeddings && { embeddings: embeddings.map(({ id }) => ({ id, name: id })) }),
        ...(vae && { vae: { id: vae.id, name: vae.id } }),
        ...(controls && { controls: controls.map(({ id }) => ({ id, name: id })) }),
        // A steer applies to its image and the later images of the batch.
        steers: take.steers.filter((steer) => steer.image <= index).map(({ id: _id, ...steer }) => steer),
        infotext: infotext ?? '',
        ...(authorship && { authorship }),
        ...(take.renderMs !== null && { renderMs: take.renderMs }),
      },
    };
  }

  /** Describes an image made elsewhere. May hash whole folders. */
  async ofInfotext(infotext: string): Promise<DescribedParameters & { readonly additions: readonly PostAddition[] }> {
    const { prompt, negative, loras, embeddings, vae, model, ...settings } = settingsFromInfotext(
      parseInfotext(infotext),
    );
    const { scheduler, steps, guidance, seed, strength, eta, clipSkip, hires, width, height } = settings;
    const loraTitles = await this.models.loraTitles();
    const usedEmbeddings =
      embeddings && (await Promise.all(embeddings.map((one) => this.additionOf('embedding', one))));
    const usedVae = vae && (await this.additionOf('vae', vae));
    return {
      model: model ? await this.modelOf(model) : null,
      additions: [
        ...(await this.lorasOf(loras)),
        ...(await this.filesOf('embedding', embeddings, usedEmbeddings)),
        ...(await this.filesOf('vae', vae && [vae], usedVae && [usedVae])),
      ],
      parameters: {
        prompt,
        negative,
        ...defined({ scheduler, steps, guidance, seed, strength, eta, clipSkip }),
        ...(hires && width !== undefined && height !== undefined && { hires: { ...hires, width, height } }),
        loras: loras.map(({ name, weight }) => ({ id: name, weight, name: loraTitles.get(name) ?? name })),
        ...(usedEmbeddings && { embeddings: usedEmbeddings }),
        ...(usedVae && { vae: usedVae }),
        steers: [],
        infotext,
      },
    };
  }

  private async additionOf(
    kind: 'embedding' | 'vae',
    named: { readonly name?: string; readonly hash?: string },
  ): Promise<UsedAddition> {
    const id = await resolveWithin(this.models.additionId(kind, named), undefined);
    const name = truncate(toSingleLine(named.name ?? named.hash ?? ''), MAX_NAME_LENGTH);
    return { name, ...(id !== undefined && { id }) };
  }

  /** Only additions whose hash matches the file of this instance, each once. @param used in the order of `named` */
  private async filesOf(
    kind: AdditionKind,
    named: readonly { readonly hash?: string }[] = [],
    used: readonly UsedAddition[] = [],
  ): Promise<PostAddition[]> {
    const files = new Map<string, PostAddition>();
    for (const [at, { id }] of used.entries()) {
      const prefix = named[at]?.hash;
      if (id === undefined || prefix === undefined) continue;
      const hash = await resolveWithin(this.models.additionHash(kind, id, prefix), null);
      if (hash !== null) files.set(id, { kind, id, hash });
    }
    return [...files.values()];
  }

  /** Only LoRAs whose hash matches the local file of that name. */
  private async lorasOf(loras: readonly { readonly name: string; readonly hash?: string }[]): Promise<PostAddition[]> {
    const used = loras.map(async ({ name, hash: prefix }) => {
      const hash = prefix === undefined ? null : await resolveWithin(this.models.loraHash(name, prefix), null);
      return hash === null ? [] : [{ kind: 'lora' as const, id: name, hash }];
    });
    return (await Promise.all(used)).flat();
  }

  private async modelOf(model: { readonly name?: string; readonly hash?: string }): Promise<ModelName | null> {
    const hash = model.hash !== undefined && HASH.test(model.hash) ? model.hash.toLowerCase() : null;
    const local = hash === null ? null : await resolveWithin(this.models.byHash(hash, model.name), null);
    const name = local?.title || toSingleLine(model.name ?? '') || hash;
    return name ? { id: local?.id ?? null, name: truncate(name, MAX_NAME_LENGTH), hash } : null;
  }
}

/** Names from files are untrusted: they must not break or reverse the line they are shown in. */
const toSingleLine = (name: string): string => name.replace(UNPRINTABLE, ' ').trim();

const defined = <T extends object>(values: T) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
