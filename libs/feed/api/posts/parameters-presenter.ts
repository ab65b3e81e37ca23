import { Injectable } from '@nestjs/common';
import { Users } from '@visionary/accounts';
import { LIMITS, type PostParameters, type UsableKind, type UserView } from '@visionary/contract';
import { ModelLookup, TakesService } from '@visionary/generation';
import { ModelCreators } from '@visionary/hub';
import { truncate } from '@visionary/kernel';
import { deletedUser } from '@visionary/rooms';
import { usedModelsOf } from '../../domain/posts/used-models-of.js';
import { namedUserIds } from '../../domain/posts/participants.js';
import type { Parameters, Post } from '../../domain/posts/post.js';
import { Posts } from '../../storage/posts/posts.repository.js';

/** As in the contract. Images made elsewhere contain ids of any length. */
const MAX_LORA_ID_LENGTH = 100;
/** For an image without generation data. */
const UNKNOWN: Parameters = { prompt: '', negative: '', loras: [], steers: [], infotext: '' };

/** Turns generation data into views. */
@Injectable()
export class ParametersPresenter {
  constructor(
    private readonly users: Users,
    private readonly models: ModelLookup,
    private readonly posts: Posts,
    private readonly modelCreators: ModelCreators,
    private readonly takes: TakesService,
  ) {}

  /** With the users who are credited: creators of the model and the additions, and who lent the renderer. */
  async ofPost(
    post: Post,
  ): Promise<{ parameters: PostParameters; credited: UserView[]; modelCreator: UserView | undefined }> {
    const [stored, additions] = [await this.posts.parametersOf(post.id), await this.posts.additionsOf([post.id])];
    const used = additions.get(post.id) ?? [];
    const creatorOf = await this.modelCreators.ofFiles(usedModelsOf(post, used));
    const hash = post.model?.hash;
    const modelCreator = hash ? creatorOf({ kind: 'model', hash }) : undefined;
    const renderer = post.take && (await this.rendererOf(post.take.takeId));
    const lentBy = renderer?.lentBy;
    const credited = [...(modelCreator ? [modelCreator] : []), ...(lentBy ? [lentBy.owner] : [])];
    const withCreator =
      (kind: Exclude<UsableKind, 'model'>) =>
      <T extends { readonly id?: string | undefined; readonly upscaler?: string }>(named: T) => {
        const file = used.find((one) => one.kind === kind && one.id === (named.upscaler ?? named.id));
        const creator = file?.hash ? creatorOf({ kind, hash: file.hash }) : undefined;
        if (creator) credited.push(creator);
        return { ...named, ...(creator && { creator }) };
      };
    const { loras, embeddings, vae, controls, hires, upscale, ...others } = await this.of(stored, namedUserIds(post));
    return {
      parameters: {
        ...others,
        loras: loras.map(withCreator('lora')),
        ...(embeddings && { embeddings: embeddings.map(withCreator('embedding')) }),
        ...(vae && { vae: withCreator('vae')(vae) }),
        ...(controls && { controls: controls.map(withCreator('controlnet')) }),
        ...(hires && { hires: withCreator('upscaler')(hires) }),
        ...(upscale && { upscale: withCreator('upscaler')(upscale) }),
        ...renderer,
      },
      credited,
      modelCreator,
    };
  }

  /** Without `lentBy` if a renderer of the instance rendered it, or if the lender deleted their account. */
  private async rendererOf(takeId: string): Promise<Pick<PostParameters, 'lentBy' | 'renderedOn'>> {
    const { lentBy, renderedOn } = await this.takes.renderedBy(takeId);
    const owner = lentBy && (await this.users.byIds([lentBy.ownerId])).get(lentBy.ownerId);
    return { ...(renderedOn && { renderedOn }), ...(owner && { lentBy: { name: lentBy.name, owner } }) };
  }

  /** @param namedIds users that the post names; other users who steered stay without a name */
  async of(stored: Parameters | null, namedIds: ReadonlySet<string> = new Set()): Promise<PostParameters> {
    const { steers, authorship, loras, embeddings, controls, promptPrefixes, ...otherParameters } = stored ?? UNKNOWN;
    const titles = await this.models.loraTitles();
    const users = await this.users.byIds(steers.map(({ byId }) => byId).filter((id) => namedIds.has(id)));
    return {
      ...otherParameters,
      ...(promptPrefixes && { promptPrefixes: [...promptPrefixes] }),
      ...(embeddings && { embeddings: [...embeddings] }),
      ...(controls && { controls: [...controls] }),
      loras: loras.map(({ id, weight, name }) => ({
        id: truncate(id, MAX_LORA_ID_LENGTH),
        weight: clampWeight(weight),
        name: titles.get(id) ?? name,
        known: titles.has(id),
      })),
      steers: steers.map(({ byId, ...steer }) => ({ by: users.get(byId) ?? deletedUser(byId), ...steer })),
      ...(authorship && { authorship: authorship.map(([from, until, userId]) => ({ from, until, userId })) }),
    };
  }
}

const clampWeight = (weight: number): number =>
  Math.min(Math.max(weight, LIMITS.loraWeight.min), LIMITS.loraWeight.max);
