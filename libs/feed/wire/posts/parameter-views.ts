import { Injectable } from '@nestjs/common';
import { People } from '@visionary/accounts';
import { LIMITS, type PersonView, type PostParameters } from '@visionary/contract';
import { KnownModels } from '@visionary/generation';
import { Makers } from '@visionary/hub';
import { beginningOf } from '@visionary/kernel';
import { nobody } from '@visionary/rooms';
import { madeWith } from '../../domain/posts/made-with.js';
import { namedIn } from '../../domain/posts/participants.js';
import type { Parameters, Post } from '../../domain/posts/post.js';
import { Posts } from '../../domain/posts/posts.js';

/** Of a LoRA in the contract; pictures from elsewhere name theirs as they like. */
const LORA_ID_AT_MOST = 100;
/** What is shown of a picture that says nothing. */
const UNTOLD: Parameters = { prompt: '', negative: '', loras: [], steers: [], infotext: '' };

/** How a picture was made, as its page shows it. */
@Injectable()
export class ParameterViews {
  constructor(
    private readonly people: People,
    private readonly models: KnownModels,
    private readonly posts: Posts,
    private readonly makers: Makers,
  ) {}

  /** With who made the model and the LoRAs, as far as files are known to be theirs. */
  async ofPost(post: Post): Promise<{ parameters: PostParameters; modelMaker: PersonView | undefined }> {
    const [told, loras] = [await this.posts.parametersOf(post.id), await this.posts.lorasOf([post.id])];
    const used = loras.get(post.id) ?? [];
    const makerOf = await this.makers.ofFiles(madeWith(post, used));
    const parameters = await this.of(told, namedIn(post));
    const hash = post.model?.hash;
    return {
      parameters: {
        ...parameters,
        loras: parameters.loras.map((lora) => {
          const file = used.find(({ id }) => id === lora.id)?.hash;
          const maker = file ? makerOf({ kind: 'lora', hash: file }) : undefined;
          return { ...lora, ...(maker && { maker }) };
        }),
      },
      modelMaker: hash ? makerOf({ kind: 'model', hash }) : undefined,
    };
  }

  /** @param named whom the post names: nobody else who gave words on the way is called by their name. None: nobody */
  async of(told: Parameters | null, named: ReadonlySet<string> = new Set()): Promise<PostParameters> {
    const { steers, hands, loras, added, ...plain } = told ?? UNTOLD;
    const here = await this.models.loraTitles();
    const people = await this.people.byIds(steers.map(({ byId }) => byId).filter((id) => named.has(id)));
    return {
      ...plain,
      ...(added && { added: [...added] }),
      loras: loras.map(({ id, weight, name }) => ({
        ...{ id: beginningOf(id, LORA_ID_AT_MOST), weight: weightWithin(weight) },
        ...{ name: here.get(id) ?? name, known: here.has(id) },
      })),
      steers: steers.map(({ byId, ...steer }) => ({ by: people.get(byId) ?? nobody(byId), ...steer })),
      ...(hands && { hands: hands.map(([from, until, personId]) => ({ from, until, personId })) }),
    };
  }
}

const weightWithin = (weight: number): number =>
  Math.min(Math.max(weight, LIMITS.loraWeight.min), LIMITS.loraWeight.max);
