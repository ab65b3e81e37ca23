import { Injectable } from '@nestjs/common';
import { Blocks } from '@visionary/accounts';
import { SaidOfModels } from '@visionary/hub';
import { UnitOfWork } from '@visionary/kernel';
import { Follows } from '../../domain/people/follows.js';
import { versionBundle } from '../../domain/talk/notices.js';
import { type UntoldVersion, UntoldVersions } from '../../domain/talk/untold-versions.js';
import { TellPeople } from './tell-people.js';

const PEOPLE_AT_ONCE = 500;

/** Who wants to hear of new versions: those who follow the maker; of a later one also those who like the model or have reviewed it. */
@Injectable()
export class WantVersions {
  constructor(
    private readonly follows: Follows,
    private readonly saying: SaidOfModels,
    private readonly blocks: Blocks,
  ) {}

  /** The next of them, by id. @returns also those who are told nothing, so that whoever comes after them is known */
  async after({ makerId, modelId, isFirst, toldUntil }: UntoldVersion, limit: number): Promise<string[]> {
    const followers = await this.follows.followersAfter(makerId, toldUntil, limit);
    const friends = isFirst ? [] : await this.saying.friendsAfter(modelId, toldUntil, limit);
    return [...new Set([...followers, ...friends])].sort().slice(0, limit);
  }

  async hearing(makerId: string, people: readonly string[]): Promise<string[]> {
    const apart = await this.blocks.apart(makerId, people);
    return people.filter((one) => one !== makerId && !apart.has(one));
  }
}

/** After a version was published: some people at a time are told of it, each once, also where a node ends in between. */
@Injectable()
export class TellOfVersions {
  constructor(
    private readonly untold: UntoldVersions,
    private readonly want: WantVersions,
    private readonly tellPeople: TellPeople,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** @param goesOn asked before each batch: what is left when it says no is told another time */
  async run(goesOn: () => boolean): Promise<void> {
    for (const versionId of await this.untold.ids()) {
      for (let more = true; more && goesOn();) more = await this.unitOfWork.run(() => this.tellSome(versionId));
    }
  }

  /** How far it is told is written together with the notices. @returns whether there may be more people */
  private async tellSome(versionId: string): Promise<boolean> {
    const version = await this.untold.hold(versionId);
    if (!version) return false;
    const people = await this.want.after(version, PEOPLE_AT_ONCE);
    const { makerId, modelId, label, at } = version;
    const kind = version.isFirst ? 'modelPublished' : 'versionPublished';
    const about = {
      kind,
      modelId,
      bundle: versionBundle(versionId),
      peopleIds: [makerId],
      extra: { label },
      at,
    } as const;
    const hearing = await this.want.hearing(makerId, people);
    await this.tellPeople.run(hearing.map((personId) => ({ personId, ...about })));
    const last = people.at(-1);
    const isAll = last === undefined || people.length < PEOPLE_AT_ONCE;
    await (isAll ? this.untold.remove(versionId) : this.untold.toldUntil(versionId, last));
    return !isAll;
  }
}
