import { Injectable } from '@nestjs/common';
import type { WaitReason } from '@visionary/contract';
import { LentTakeRules } from '../domain/lent-take-rules.js';
import type { MayRender } from '../domain/planned-renderers.js';
import { canRender } from '../domain/renderer-selection.js';
import type { RendererStatus } from '../domain/renderers.js';
import type { BacklogTake } from '../domain/scheduling-policy.js';
import { QuarantineService } from './quarantine.service.js';

const NONE: ReadonlySet<string> = new Set();

/** Which renderers may render a waiting take: those with its model, and lent ones by the rules of their owners. */
@Injectable()
export class EligibleRenderers {
  constructor(
    private readonly quarantine: QuarantineService,
    private readonly lentTakeRules: LentTakeRules,
  ) {}

  /** @returns what holds for these takes, and as long as nobody changes the rules */
  async among(renderers: readonly RendererStatus[], waiting: readonly BacklogTake[]): Promise<MayRender> {
    if (waiting.length === 0) return () => false;
    const failures = await this.quarantine.providerFailures();
    const accepted = await this.acceptedByLent(renderers, waiting);
    // A lent renderer is never the only one that has a model: it gets its files from here.
    const own = renderers.filter(({ lender }) => !lender);
    return (id, take) => {
      const ids = accepted.get(id);
      return ids ? ids.has(take.id) : canRender(id, own, take, failures.get(take.model));
    };
  }

  /** Why takes wait that no renderer may render, by their ids. Renderers of the instance render every take sooner or later. */
  async whyWaiting(
    renderers: readonly RendererStatus[],
    waiting: readonly BacklogTake[],
    mayRender: MayRender,
  ): Promise<ReadonlyMap<string, WaitReason>> {
    if (renderers.some(({ lender }) => !lender)) return new Map();
    const available = renderers.filter(({ state }) => state !== 'unavailable');
    const impossible = waiting.filter((take) => !available.some(({ id }) => mayRender(id, take)));
    return impossible.length === 0 ? new Map() : this.lentTakeRules.whyWaiting(renderers, impossible);
  }

  /** Ids of takes, by the id of the lent renderer. */
  private async acceptedByLent(
    renderers: readonly RendererStatus[],
    waiting: readonly BacklogTake[],
  ): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
    const accepted = new Map<string, ReadonlySet<string>>();
    for (const { id, lender, state, declined = [] } of renderers) {
      if (!lender) continue;
      const offered = waiting.filter((take) => !declined.includes(take.id));
      accepted.set(id, state === 'unavailable' ? NONE : await this.lentTakeRules.acceptable(lender.id, offered));
    }
    return accepted;
  }
}
