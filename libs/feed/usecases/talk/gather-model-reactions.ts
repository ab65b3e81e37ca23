import { Injectable } from '@nestjs/common';
import { SaidOfModels } from '@visionary/hub';
import { TalkLimits } from '../../domain/talk/limits.js';
import { modelReactionsBundle, type Notice, Notices } from '../../domain/talk/notices.js';
import { TellPeople } from './tell-people.js';

/** What a model is given makes one unread notice for its maker, however much it is. Inside a transaction that holds the model. */
@Injectable()
export class GatherModelReactions {
  constructor(
    private readonly notices: Notices,
    private readonly saying: SaidOfModels,
    private readonly tell: TellPeople,
    private readonly limits: TalkLimits,
  ) {}

  /** @param givenAt null where something was taken back */
  async moved(modelId: string, makerId: string, givenAt: number | null): Promise<void> {
    const bundle = modelReactionsBundle(modelId);
    const known = await this.notices.gathering(makerId, bundle);
    if (givenAt === null) return known ? this.recount(known) : undefined;
    if (!(await this.tell.wants(makerId, 'modelReactions'))) return;
    // Clocks of nodes differ: whatever is counted here is known by it.
    const since = Math.min(givenAt, known ? sinceOf(known) : givenAt);
    const {
      count,
      ids: peopleIds,
      emojis,
    } = await this.saying.givers(modelId, since, makerId, this.limits.peopleNamed);
    const extra = { since, emojis };
    // By somebody whom the maker does not hear: nothing more is to be told.
    if (count === 0 || (known?.count === count && sameAs(known.extra.emojis, emojis))) return;
    if (known && (await this.tell.grow({ ...known, count, peopleIds, extra, at: Math.max(givenAt, known.at) }))) return;
    const about = { bundle, modelId, peopleIds: peopleIds.slice(0, 1), extra: { since: givenAt, emojis }, at: givenAt };
    await this.tell.run([{ personId: makerId, kind: 'modelReactions', ...about }]);
  }

  /** Inside the transaction in which two part, or come together again. */
  async between(personId: string, otherId: string): Promise<void> {
    for (const makerId of [personId, otherId]) {
      for (const { modelId, bundle } of await this.notices.gatheringOfModels(makerId)) {
        if (modelId === null || bundle === null || !(await this.saying.hold(modelId))) continue;
        const now = await this.notices.gathering(makerId, bundle);
        if (now) await this.recount(now);
      }
    }
  }

  private async recount(known: Notice): Promise<void> {
    const { modelId, personId } = known;
    if (modelId === null) return;
    const since = sinceOf(known);
    const { count, ids, emojis } = await this.saying.givers(modelId, since, personId, this.limits.peopleNamed);
    if (count === 0) return this.tell.forget({ ids: [known.id] });
    await this.notices.grow({ ...known, count, peopleIds: ids, extra: { since, emojis } });
  }
}

const sinceOf = ({ extra, at }: Notice): number => extra.since ?? at;

const sameAs = (some: readonly string[] = [], others: readonly string[]): boolean =>
  some.length === others.length && some.every((one) => others.includes(one));
