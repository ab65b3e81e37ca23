import { randomUUID } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import { goneFailure, quarantinedFailure } from '../../domain/losses.js';
import type { RenderTurn, TurnEnd, TurnOrder } from '../../domain/renderers.js';
import type { FailureCode, Take } from '../../domain/take.js';
import { ReadQuarantine } from '../../usecases/read-quarantine.js';
import { Audience } from './audience.js';
import { OrderTrouble, RenderOrders } from './render-orders.js';

/** Makes orders of takes. */
@Injectable()
export class TurnOrders {
  private readonly logger = new Logger('Takes');

  constructor(
    private readonly orders: RenderOrders,
    private readonly audience: Audience,
    private readonly quarantine: ReadQuarantine,
  ) {}

  nextId(): string {
    return randomUUID();
  }

  /** @returns the turn's end where something the take needs is gone: then it cannot be rendered at all. */
  async of(take: Take, turnId: string): Promise<TurnOrder | TurnEnd> {
    const { id: takeId, roomId, authorId } = take;
    const turn: RenderTurn = { id: turnId, takeId, roomId, authorId, model: take.settings.model };
    try {
      const held = await this.quarantine.of(turn.model);
      if (held) return failed(turn, quarantinedFailure(turn.model, held.why));
      const order = await this.orders.of(take, await this.audience.watches(turn));
      if (order) return { turn, ...order };
      return failed(turn, goneFailure(turn.model));
    } catch (error) {
      if (error instanceof OrderTrouble) return failed(turn, { code: error.code, detail: error.message });
      this.logger.error('A take could not be prepared', { takeId }, error);
      return failed(turn, { code: 'RENDER_FAILED', detail: error instanceof Error ? error.message : String(error) });
    }
  }
}

const failed = (turn: RenderTurn, failure: { readonly code: FailureCode; readonly detail: string }): TurnEnd => ({
  ...{ turn, steers: [] },
  outcome: { type: 'failed', takeId: turn.takeId, ...failure },
});
