import { Injectable } from '@nestjs/common';
import { Blocks } from '@visionary/accounts';
import { ModelFeedback } from '@visionary/hub';
import { UnitOfWork } from '@visionary/kernel';
import { Follows } from '../../domain/users/follows.js';
import { versionBundle } from '../../domain/comments/notifications.js';
import { type PendingVersionFanOut, PendingVersionFanOuts } from '../../domain/comments/pending-version-fan-outs.js';
import { NotificationWriter } from './tell-users.js';

const USERS_AT_ONCE = 500;

/** Who wants to hear of new versions: those who follow the creator; of a later one also those who like the model or have reviewed it. */
@Injectable()
export class VersionAudience {
  constructor(
    private readonly follows: Follows,
    private readonly saying: ModelFeedback,
    private readonly blocks: Blocks,
  ) {}

  /** The next of them, by id. @returns also those who are told nothing, so that whoever comes after them is known */
  async after({ creatorId, modelId, isFirst, toldUntil }: PendingVersionFanOut, limit: number): Promise<string[]> {
    const followers = await this.follows.followersAfter(creatorId, toldUntil, limit);
    const friends = isFirst ? [] : await this.saying.friendsAfter(modelId, toldUntil, limit);
    return [...new Set([...followers, ...friends])].sort().slice(0, limit);
  }

  async hearing(creatorId: string, users: readonly string[]): Promise<string[]> {
    const apart = await this.blocks.blockedAmong(creatorId, users);
    return users.filter((one) => one !== creatorId && !apart.has(one));
  }
}

/** After a version was published: some users at a time are told of it, each once, also where a node ends in between. */
@Injectable()
export class VersionFanOut {
  constructor(
    private readonly untold: PendingVersionFanOuts,
    private readonly want: VersionAudience,
    private readonly notificationWriter: NotificationWriter,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** @param goesOn asked before each batch: what is left when it says no is told another time */
  async run(goesOn: () => boolean): Promise<void> {
    for (const versionId of await this.untold.ids()) {
      for (let more = true; more && goesOn();) more = await this.unitOfWork.run(() => this.tellSome(versionId));
    }
  }

  /** How far it is told is written together with the notices. @returns whether there may be more users */
  private async tellSome(versionId: string): Promise<boolean> {
    const version = await this.untold.hold(versionId);
    if (!version) return false;
    const users = await this.want.after(version, USERS_AT_ONCE);
    const { creatorId, modelId, label, at } = version;
    const kind = version.isFirst ? 'modelPublished' : 'versionPublished';
    const about = {
      kind,
      modelId,
      bundle: versionBundle(versionId),
      userIds: [creatorId],
      extra: { label },
      at,
    } as const;
    const hearing = await this.want.hearing(creatorId, users);
    await this.notificationWriter.run(hearing.map((userId) => ({ userId, ...about })));
    const last = users.at(-1);
    const isAll = last === undefined || users.length < USERS_AT_ONCE;
    await (isAll ? this.untold.remove(versionId) : this.untold.toldUntil(versionId, last));
    return !isAll;
  }
}
