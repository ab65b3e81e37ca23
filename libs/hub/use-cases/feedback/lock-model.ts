import { Injectable } from '@nestjs/common';
import { ParticipantLocks, type LockedParticipants } from '@visionary/accounts';
import { Rejection } from '@visionary/kernel';
import { type HubModel } from '../../domain/version.js';
import { Versions } from '../../storage/versions.js';
import { SqlModelCounters } from '../../storage/feedback/sql-model-counters.js';

export type LockedModel = LockedParticipants & { readonly model: HubModel };

/** Locks a model and the users concerned. Must come first in a transaction: users, then the model. */
@Injectable()
export class LockModel {
  constructor(
    private readonly versions: Versions,
    private readonly modelCounters: SqlModelCounters,
    private readonly participantLocks: ParticipantLocks,
  ) {}

  /** @param otherIds users concerned besides the creator. @throws Rejection HUB_MODEL_NOT_FOUND, UNAUTHENTICATED */
  async run(modelId: string, userId: string, otherIds: readonly string[] = []): Promise<LockedModel> {
    const { creatorId } = required(await this.versions.modelById(modelId), userId);
    const participants = await this.participantLocks.run(userId, [creatorId, ...otherIds]);
    const model = required(await this.modelCounters.hold(modelId), userId);
    return { ...participants, at: this.participantLocks.now(), model };
  }
}

/** An unpublished model exists only for its creator. */
const required = (model: HubModel | null, userId: string): HubModel => {
  if (!model || (model.newestVersionId === null && model.creatorId !== userId)) {
    throw new Rejection('HUB_MODEL_NOT_FOUND');
  }
  return model;
};
