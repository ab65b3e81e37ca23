import type { WaitReason } from '@visionary/contract';
import type { RendererStatus } from './renderers.js';
import type { BacklogTake } from './scheduling-policy.js';

export type OfferableTake = Pick<BacklogTake, 'id' | 'roomId' | 'authorId' | 'model'>;

/** Who lent renderers render for. Ids are those of lent renderers, the same at each connection. */
export interface LenderRules {
  /** @returns ids of the takes that a lent renderer may render now */
  select(lentRendererId: string, takes: readonly OfferableTake[]): Promise<ReadonlySet<string>>;
  /** @returns why none of the lent renderers may render a take, by its id; nothing about a take that one may render */
  explain(
    lentRendererIds: readonly string[],
    takes: readonly OfferableTake[],
  ): Promise<ReadonlyMap<string, Exclude<WaitReason, 'noRenderer' | 'allPaused'>>>;
}

const FOR_NOBODY: LenderRules = {
  select: () => Promise.resolve(new Set()),
  explain: () => Promise.resolve(new Map()),
};

/** Who a lent renderer renders for. The slice that knows lent renderers and rooms registers it; until then, for nobody. */
export class LentTakeRules {
  private rules = FOR_NOBODY;

  register(rules: LenderRules): void {
    this.rules = rules;
  }

  acceptable(lentRendererId: string, takes: readonly OfferableTake[]): Promise<ReadonlySet<string>> {
    return this.rules.select(lentRendererId, takes);
  }

  /** Why takes wait that none of the known renderers, which are all lent, may render. */
  async whyWaiting(
    renderers: readonly Pick<RendererStatus, 'lender' | 'state'>[],
    takes: readonly OfferableTake[],
  ): Promise<ReadonlyMap<string, WaitReason>> {
    const available = renderers.flatMap(({ lender, state }) => (lender && state !== 'unavailable' ? [lender.id] : []));
    const reasons = new Map<string, WaitReason>(await this.rules.explain(available, takes));
    if (available.length > 0) return reasons;
    const absent = renderers.length > 0 ? 'allPaused' : 'noRenderer';
    return new Map(takes.map(({ id }) => [id, reasons.get(id) ?? absent]));
  }
}
