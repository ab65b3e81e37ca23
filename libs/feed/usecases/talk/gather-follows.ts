import { Injectable } from '@nestjs/common';
import { NewFollowers } from '../../domain/talk/followers.js';
import { TalkLimits } from '../../domain/talk/limits.js';
import { FOLLOW_BUNDLE, type Notice, Notices } from '../../domain/talk/notices.js';
import { TellPeople } from './tell-people.js';

/** Whoever follows somebody makes one unread notice, however many they are. Inside the transaction in which they do. */
@Injectable()
export class GatherFollows {
  constructor(
    private readonly notices: Notices,
    private readonly followers: NewFollowers,
    private readonly tell: TellPeople,
    private readonly limits: TalkLimits,
  ) {}

  async followed(personId: string, followedId: string, at: number): Promise<void> {
    if (!(await this.tell.wants(followedId, 'follow'))) return;
    const known = await this.notices.gathering(followedId, FOLLOW_BUNDLE);
    if (known && (await this.tell.grow({ ...(await this.recounted(known, at)), at: Math.max(at, known.at) }))) return;
    const gathered = { bundle: FOLLOW_BUNDLE, peopleIds: [personId], extra: { since: at } };
    await this.tell.run([{ personId: followedId, kind: 'follow', ...gathered, at }]);
  }

  /** Somebody follows these no more. One query, and a few for each who has not read of a follower yet. */
  async unfollowed(followedIds: readonly string[]): Promise<void> {
    for (const known of await this.notices.gatheringFollows(followedIds)) {
      const recounted = await this.recounted(known);
      if (recounted.count === 0) await this.tell.forget({ ids: [known.id] });
      else if (recounted.count !== known.count) await this.notices.grow(recounted);
    }
  }

  /** @param at of one that counts, whatever the clock of its node says */
  private async recounted(known: Notice, at = Infinity): Promise<Notice> {
    const since = Math.min(at, known.extra.since ?? known.at);
    const { count, ids } = await this.followers.since(known.personId, since, this.limits.peopleNamed);
    return { ...known, count, peopleIds: ids, extra: { since } };
  }
}
