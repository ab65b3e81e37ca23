import { Injectable } from '@nestjs/common';
import { Users } from '@visionary/accounts';
import { LIMITS, type UserView, type PostParameters } from '@visionary/contract';
import { ModelLookup } from '@visionary/generation';
import { ModelCreators } from '@visionary/hub';
import { truncate } from '@visionary/kernel';
import { deletedUser } from '@visionary/rooms';
import { usedModelsOf } from '../../domain/posts/used-models-of.js';
import { namedUserIds } from '../../domain/posts/participants.js';
import type { Parameters, Post } from '../../domain/posts/post.js';
import { Posts } from '../../domain/posts/posts.js';

/** Of a LoRA in the contract; images from elsewhere name theirs as they like. */
const LORA_ID_AT_MOST = 100;
/** What is shown of an image that says nothing. */
const UNTOLD: Parameters = { prompt: '', negative: '', loras: [], steers: [], infotext: '' };

/** How an image was made, as its page shows it. */
@Injectable()
export class ParameterViews {
  constructor(
    private readonly users: Users,
    private readonly models: ModelLookup,
    private readonly posts: Posts,
    private readonly modelCreators: ModelCreators,
  ) {}

  /** With who made the model and the LoRAs, as far as files are known to be theirs. */
  async ofPost(post: Post): Promise<{ parameters: PostParameters; modelCreator: UserView | undefined }> {
    const [told, loras] = [await this.posts.parametersOf(post.id), await this.posts.lorasOf([post.id])];
    const used = loras.get(post.id) ?? [];
    const creatorOf = await this.modelCreators.ofFiles(usedModelsOf(post, used));
    const parameters = await this.of(told, namedUserIds(post));
    const hash = post.model?.hash;
    return {
      parameters: {
        ...parameters,
        loras: parameters.loras.map((lora) => {
          const file = used.find(({ id }) => id === lora.id)?.hash;
          const creator = file ? creatorOf({ kind: 'lora', hash: file }) : undefined;
          return { ...lora, ...(creator && { creator }) };
        }),
      },
      modelCreator: hash ? creatorOf({ kind: 'model', hash }) : undefined,
    };
  }

  /** @param named whom the post names: nobody else who gave words on the way is called by their name. None: nobody */
  async of(told: Parameters | null, named: ReadonlySet<string> = new Set()): Promise<PostParameters> {
    const { steers, hands, loras, added, ...plain } = told ?? UNTOLD;
    const here = await this.models.loraTitles();
    const users = await this.users.byIds(steers.map(({ byId }) => byId).filter((id) => named.has(id)));
    return {
      ...plain,
      ...(added && { promptPrefixes: [...added] }),
      loras: loras.map(({ id, weight, name }) => ({
        ...{ id: truncate(id, LORA_ID_AT_MOST), weight: weightWithin(weight) },
        ...{ name: here.get(id) ?? name, known: here.has(id) },
      })),
      steers: steers.map(({ byId, ...steer }) => ({ by: users.get(byId) ?? deletedUser(byId), ...steer })),
      ...(hands && { authorship: hands.map(([from, until, userId]) => ({ from, until, userId })) }),
    };
  }
}

const weightWithin = (weight: number): number =>
  Math.min(Math.max(weight, LIMITS.loraWeight.min), LIMITS.loraWeight.max);
