import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '@visionary/kernel';
import { countsAgainstModel } from '../domain/model-trouble.js';
import { Takes } from '../domain/takes.js';
import { LoseRenderer } from './lose-renderer.js';
import { NoteModelTrouble } from './note-model-trouble.js';

export interface LostTurn {
  readonly takeId: string;
  /** In whose name the take was held. */
  readonly owner: string;
  readonly model: string;
  readonly why: string;
  /** Whether the take or its model may be the cause. */
  readonly isModels: boolean;
}

/** A renderer was lost under a take: the take goes back or fails, and the model answers for it, both or neither. */
@Injectable()
export class LoseTurn {
  constructor(
    private readonly takes: Takes,
    private readonly loseRenderer: LoseRenderer,
    private readonly noteTrouble: NoteModelTrouble,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** @returns false when the take is no longer this owner's */
  async run({ takeId, owner, model, why, isModels }: LostTurn): Promise<boolean> {
    // Files are read before the transaction, which holds others up.
    const fingerprint = isModels ? await this.noteTrouble.fingerprintOf(model) : null;
    return this.unitOfWork.run(async () => {
      const held = await this.takes.held(takeId, owner);
      if (!held || !(await this.loseRenderer.run(takeId, owner, why))) return false;
      if (fingerprint && countsAgainstModel(why, held.losses)) await this.noteTrouble.note({ model, fingerprint, why });
      return true;
    });
  }
}
