import { Injectable } from '@nestjs/common';
import type { Credit } from '@visionary/hub';
import type { MadeWith } from '../../domain/posts/made-with.js';
import type { Post } from '../../domain/posts/post.js';
import { TalkLimits } from '../../domain/talk/limits.js';
import { ModelUses } from '../../domain/talk/model-uses.js';
import { type Notice, Notices, usesBundle } from '../../domain/talk/notices.js';
import { CreditsOfHub } from './credits-of-hub.js';
import { TellPeople } from './tell-people.js';

type Published = Pick<Post, 'id' | 'authorId' | 'at'>;

/**
 * What others publish with a model or a LoRA makes one unread notice for its maker, however much it is. Whoever counts holds
 * what says who made it, so that those who publish at once are counted one after the other.
 */
@Injectable()
export class GatherUses {
  constructor(
    private readonly notices: Notices,
    private readonly uses: ModelUses,
    private readonly credits: CreditsOfHub,
    private readonly tell: TellPeople,
    private readonly limits: TalkLimits,
  ) {}

  /** Inside the transaction that publishes it. */
  async used(credit: Credit, post: Published): Promise<void> {
    const { kind, name, personId } = credit;
    if (!(await this.tell.wants(personId, 'modelUsed')) || !(await this.credits.hold(credit))) return;
    const bundle = usesBundle(credit);
    const known = await this.notices.gathering(personId, bundle);
    if (known && (await this.tell.grow(await this.grown(known, credit, post)))) return;
    const extra = { since: post.at, made: { kind, id: name }, pictures: 1 };
    const modelId = await this.credits.modelOf(credit);
    const about = { bundle, modelId, postId: post.id, peopleIds: [post.authorId], extra, at: post.at };
    await this.tell.run([{ personId, kind: 'modelUsed', ...about }]);
  }

  /** Inside the transaction that takes pictures away: what is still unread of those made with these. */
  async gone(made: readonly MadeWith[]): Promise<void> {
    for (const credit of await this.credits.ofFiles(made)) {
      if (!(await this.credits.hold(credit))) continue;
      const known = await this.notices.gathering(credit.personId, usesBundle(credit));
      if (!known) continue;
      const left = await this.uses.since(credit, sinceOf(known), this.limits.peopleNamed);
      if (!left) await this.tell.forget({ ids: [known.id] });
      else {
        const { people: count, peopleIds, pictures, newestPostId: postId } = left;
        await this.notices.grow({ ...known, count, peopleIds, postId, extra: { ...known.extra, pictures } });
      }
    }
  }

  private async grown(known: Notice, credit: Credit, { id, authorId, at }: Published): Promise<Notice> {
    // Clocks of nodes differ: whatever is counted here is known by it.
    const since = Math.min(at, sinceOf(known));
    const isCounted = await this.uses.isKnownUser(credit, { id, authorId }, since);
    const people = [authorId, ...known.peopleIds.filter((one) => one !== authorId)];
    return {
      ...known,
      count: known.count + (isCounted ? 0 : 1),
      peopleIds: people.slice(0, this.limits.peopleNamed),
      postId: id,
      extra: { ...known.extra, since, pictures: (known.extra.pictures ?? 0) + 1 },
      at: Math.max(at, known.at),
    };
  }
}

const sinceOf = ({ extra, at }: Notice): number => extra.since ?? at;
