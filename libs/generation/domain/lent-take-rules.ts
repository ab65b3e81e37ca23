import type { BacklogTake } from './scheduling-policy.js';

export type OfferableTake = Pick<BacklogTake, 'id' | 'roomId' | 'authorId' | 'model'>;

/** @returns ids of the takes that a lent renderer may render now */
export type SelectTakes = (lentRendererId: string, takes: readonly OfferableTake[]) => Promise<ReadonlySet<string>>;

/** Who a lent renderer renders for. The slice that knows lent renderers and rooms registers it; until then, for nobody. */
export class LentTakeRules {
  private select: SelectTakes = () => Promise.resolve(new Set());

  register(select: SelectTakes): void {
    this.select = select;
  }

  acceptable(lentRendererId: string, takes: readonly OfferableTake[]): Promise<ReadonlySet<string>> {
    return this.select(lentRendererId, takes);
  }
}
