import { Injectable } from '@nestjs/common';
import { Clock, Rejection, UnitOfWork } from '@visionary/kernel';
import { Follows, FollowsChanged, PersonFollowed } from '../../domain/people/follows.js';
import { CommunityLimits } from '../../domain/people/limits.js';
import { profileSubject } from '../../domain/people/subjects.js';
import { MayReach } from './may-reach.js';

/** Hears of what somebody publishes, or no more. The same again changes nothing. */
@Injectable()
export class Follow {
  constructor(
    private readonly follows: Follows,
    private readonly mayReach: MayReach,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly limits: CommunityLimits,
  ) {}

  /**
   * @returns how many follow that person now
   * @throws Rejection FEED_NOT_ONESELF, PEOPLE_NOT_FOUND, PEOPLE_UNREACHABLE, FEED_TOO_MANY_FOLLOWS
   */
  run(personId: string, followedId: string, on: boolean): Promise<number> {
    const work = async () => {
      if (on) await this.start(personId, followedId);
      else if (await this.follows.remove(personId, followedId)) {
        this.unitOfWork.announce(new FollowsChanged(personId, followedId));
      }
      return this.follows.countFollowers(followedId);
    };
    return this.unitOfWork.run(work, [profileSubject(personId), profileSubject(followedId)]);
  }

  private async start(personId: string, followedId: string): Promise<void> {
    if (personId === followedId) throw new Rejection('FEED_NOT_ONESELF');
    await this.mayReach.run(personId, followedId);
    const at = this.clock.now();
    if (!(await this.follows.add(personId, followedId, at))) return;
    const { follows: limit } = this.limits;
    if ((await this.follows.countFollowed(personId)) > limit) throw new Rejection('FEED_TOO_MANY_FOLLOWS', { limit });
    this.unitOfWork.announce(new PersonFollowed(personId, followedId, at));
    this.unitOfWork.announce(new FollowsChanged(personId, followedId));
  }
}
