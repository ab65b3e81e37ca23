import { Injectable } from '@nestjs/common';
import { Blocks } from '@visionary/accounts';
import { SaidOfModels, type Version } from '@visionary/hub';
import { Clock } from '@visionary/kernel';
import { Follows } from '../../domain/people/follows.js';
import { Notices, versionBundle } from '../../domain/talk/notices.js';
import { TellPeople } from './tell-people.js';

/** How a new version is told. */
@Injectable()
export class NewsOfVersions {
  constructor(
    private readonly tellPeople: TellPeople,
    private readonly clock: Clock,
  ) {}

  async tell(
    people: readonly string[],
    { id, modelId, label }: Version,
    { makerId, isFirst }: { readonly makerId: string; readonly isFirst: boolean },
  ): Promise<void> {
    const kind = isFirst ? 'modelPublished' : 'versionPublished';
    const about = { modelId, bundle: versionBundle(id), peopleIds: [makerId], extra: { label }, at: this.clock.now() };
    await this.tellPeople.run(people.map((personId) => ({ personId, kind, ...about })));
  }

  async forget(modelId: string, versionId: string): Promise<void> {
    await this.tellPeople.forget({ modelId, bundle: versionBundle(versionId) });
  }
}

/** Inside the transaction that publishes a version or takes one back: those who follow its maker are told of it, each once. */
@Injectable()
export class TellOfVersions {
  constructor(
    private readonly follows: Follows,
    private readonly saying: SaidOfModels,
    private readonly notices: Notices,
    private readonly blocks: Blocks,
    private readonly told: NewsOfVersions,
  ) {}

  /** Of a later version also those who like the model, or have reviewed it. */
  async published(version: Version, makerId: string, isFirst: boolean): Promise<void> {
    const { id, modelId } = version;
    const friends = isFirst ? [] : await this.saying.friendsOf(modelId);
    const wanted = new Set([...(await this.follows.followerIds(makerId)), ...friends]);
    wanted.delete(makerId);
    if (wanted.size === 0) return;
    const known = await this.notices.toldOf({ modelId, bundle: versionBundle(id) });
    const apart = await this.blocks.apart(makerId, [...wanted]);
    const people = [...wanted].filter((one) => !known.has(one) && !apart.has(one));
    await this.told.tell(people, version, { makerId, isFirst });
  }

  /** Nobody is told of it any more. */
  withdrawn({ id, modelId }: Version): Promise<void> {
    return this.told.forget(modelId, id);
  }
}
