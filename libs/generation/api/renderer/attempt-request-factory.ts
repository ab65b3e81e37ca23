import { randomUUID } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import { modelDeletedFailure, modelQuarantinedFailure } from '../../domain/take-failures.js';
import type { RenderAttempt, AttemptResult, AttemptRequest } from '../../domain/renderers.js';
import type { FailureCode, Take } from '../../domain/take.js';
import { ReadQuarantine } from '../../use-cases/read-quarantine.js';
import { PreviewAudience } from './preview-audience.js';
import { UnrenderableTakeError, RenderRequestFactory } from './render-request-factory.js';

/** Makes orders of takes. */
@Injectable()
export class AttemptRequestFactory {
  private readonly logger = new Logger('Takes');

  constructor(
    private readonly orders: RenderRequestFactory,
    private readonly previewAudience: PreviewAudience,
    private readonly quarantine: ReadQuarantine,
  ) {}

  nextId(): string {
    return randomUUID();
  }

  /** @returns the turn's end where something the take needs is gone: then it cannot be rendered at all. */
  async of(take: Take, turnId: string): Promise<AttemptRequest | AttemptResult> {
    const { id: takeId, roomId, authorId } = take;
    const turn: RenderAttempt = { id: turnId, takeId, roomId, authorId, model: take.settings.model };
    try {
      const held = await this.quarantine.of(turn.model);
      if (held) return failed(turn, modelQuarantinedFailure(turn.model, held.why));
      const order = await this.orders.of(take, await this.previewAudience.watches(turn));
      if (order) return { turn, ...order };
      return failed(turn, modelDeletedFailure(turn.model));
    } catch (error) {
      if (error instanceof UnrenderableTakeError) return failed(turn, { code: error.code, detail: error.message });
      this.logger.error('A take could not be prepared', { takeId }, error);
      return failed(turn, { code: 'RENDER_FAILED', detail: error instanceof Error ? error.message : String(error) });
    }
  }
}

const failed = (
  turn: RenderAttempt,
  failure: { readonly code: FailureCode; readonly detail: string },
): AttemptResult => ({
  ...{ turn, steers: [] },
  outcome: { type: 'failed', takeId: turn.takeId, ...failure },
});
