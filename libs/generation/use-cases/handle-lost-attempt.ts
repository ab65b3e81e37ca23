import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '@visionary/kernel';
import { countsAgainstModel } from '../domain/model-failure.js';
import { Takes } from '../domain/takes.js';
import { HandleLostRenderer } from './handle-lost-renderer.js';
import { RecordModelFailure } from './record-model-failure.js';

export interface LostAttempt {
  readonly takeId: string;
  /** In whose name the take was held. */
  readonly owner: string;
  readonly model: string;
  readonly why: string;
  /** Whether the take or its model may be the cause. */
  readonly blamesModel: boolean;
}

/** A renderer was lost under a take: the take goes back or fails, and the model answers for it, both or neither. */
@Injectable()
export class HandleLostAttempt {
  constructor(
    private readonly takes: Takes,
    private readonly handleLostRenderer: HandleLostRenderer,
    private readonly noteTrouble: RecordModelFailure,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** @returns false when the take is no longer this owner's */
  async run({ takeId, owner, model, why, blamesModel }: LostAttempt): Promise<boolean> {
    // Files are read before the transaction, which holds others up.
    const fingerprint = blamesModel ? await this.noteTrouble.fingerprintOf(model) : null;
    return this.unitOfWork.run(async () => {
      const held = await this.takes.held(takeId, owner);
      if (!held || !(await this.handleLostRenderer.run(takeId, owner, why))) return false;
      if (fingerprint && countsAgainstModel(why, held.losses)) await this.noteTrouble.note({ model, fingerprint, why });
      return true;
    });
  }
}
