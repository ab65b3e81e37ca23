import { Injectable } from '@nestjs/common';
import { ParticipantLocks, type LockedParticipants } from '@visionary/accounts';
import { Rejection } from '@visionary/kernel';
import { ModelCounters } from '../../domain/feedback/tallies.js';
import { type HubModel, Versions } from '../../domain/version.js';

export type LockedModel = LockedParticipants & { readonly model: HubModel };

/** Inside a transaction, first of all: a model to which somebody says or gives something, and those who will hear of it. */
@Injectable()
export class LockModel {
  constructor(
    private readonly versions: Versions,
    private readonly modelCounters: ModelCounters,
    private readonly participantLocks: ParticipantLocks,
  ) {}

  /** @param otherIds who else is concerned than its creator. @throws Rejection HUB_MODEL_NOT_FOUND, UNAUTHENTICATED */
  async run(modelId: string, userId: string, otherIds: readonly string[] = []): Promise<LockedModel> {
    const { creatorId } = required(await this.versions.modelById(modelId), userId);
    const company = await this.participantLocks.run(userId, [creatorId, ...otherIds]);
    // From here on nothing else is said about it.
    const model = required(await this.modelCounters.hold(modelId), userId);
    return { ...company, at: this.participantLocks.now(), model };
  }

  /** What its newest version is called. */
  async labelOf({ newestVersionId }: HubModel): Promise<string> {
    return (newestVersionId === null ? null : await this.versions.byId(newestVersionId))?.label ?? '';
  }
}

/** Of what is not published only its creator knows. */
const required = (model: HubModel | null, userId: string): HubModel => {
  if (!model || (model.newestVersionId === null && model.creatorId !== userId)) {
    throw new Rejection('HUB_MODEL_NOT_FOUND');
  }
  return model;
};
