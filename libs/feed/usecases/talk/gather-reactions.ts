import { Injectable } from '@nestjs/common';
import { Blocks } from '@visionary/accounts';
import type { Post } from '../../domain/posts/post.js';
import { TalkLimits } from '../../domain/talk/limits.js';
import { type Notice, Notices, reactionsBundle } from '../../domain/talk/notices.js';
import type { PostReaction } from '../../domain/talk/post-reactions.js';
import { RecountReactions } from './recount-reactions.js';
import { TellPeople } from './tell-people.js';

const EMOJIS_SHOWN = 8;

type Subject = Pick<Post, 'id' | 'authorId'>;

/**
 * What a picture is given makes one unread notice, however much it is. Inside the transaction that holds the post, so that
 * those who react at once are counted one after the other.
 */
@Injectable()
export class GatherReactions {
  constructor(
    private readonly notices: Notices,
    private readonly blocks: Blocks,
    private readonly tell: TellPeople,
    private readonly limits: TalkLimits,
    private readonly recount: RecountReactions,
  ) {}

  /** Whether the author of a picture is told of what this person gives to it. */
  async reaches({ authorId }: Subject, personId: string): Promise<boolean> {
    if (authorId === personId || !(await this.tell.wants(authorId, 'reactions'))) return false;
    return !(await this.blocks.between(authorId, personId));
  }

  /** @param before what this person had given to it */
  async given(
    { id: postId, authorId }: Subject,
    reaction: PostReaction,
    before: readonly PostReaction[],
  ): Promise<void> {
    const { personId, emoji, at } = reaction;
    const bundle = reactionsBundle(postId);
    const known = await this.notices.gathering(authorId, bundle);
    if (known && (await this.grow(known, reaction, before))) return;
    const extra = { since: at, emojis: [emoji] };
    await this.tell.run([{ personId: authorId, kind: 'reactions', bundle, postId, peopleIds: [personId], extra, at }]);
  }

  /** Whether or not it would be told now: it may have been when it was given. */
  async takenBack({ id: postId, authorId }: Subject, { at }: PostReaction): Promise<void> {
    const known = await this.notices.gathering(authorId, reactionsBundle(postId));
    if (known && at >= sinceOf(known)) await this.recount.lower(known);
  }

  private grow(
    known: Notice,
    { personId, emoji, at }: PostReaction,
    before: readonly PostReaction[],
  ): Promise<boolean> {
    const emojis = [emoji, ...(known.extra.emojis ?? []).filter((one) => one !== emoji)].slice(0, EMOJIS_SHOWN);
    const people = [personId, ...known.peopleIds.filter((one) => one !== personId)];
    return this.tell.grow({
      ...known,
      count: known.count + (isCountedIn(known, before) ? 0 : 1),
      peopleIds: people.slice(0, this.limits.peopleNamed),
      // Clocks of nodes differ: whoever is counted here is known by it.
      extra: { since: Math.min(at, sinceOf(known)), emojis },
      at: Math.max(at, known.at),
    });
  }
}

const sinceOf = ({ extra, at }: Notice): number => extra.since ?? at;

/** By what somebody gave since it was begun. */
const isCountedIn = (known: Notice, theirs: readonly PostReaction[]): boolean =>
  theirs.some(({ at }) => at >= sinceOf(known));
