import { Injectable } from '@nestjs/common';
import { QuarantineVersion } from '@visionary/hub';
import { Rejection } from '@visionary/kernel';
import { ModelFailures } from '../domain/model-failure.js';

/** Lets a model out of quarantine, here and in the hub where it is of it; it begins with a clean slate. */
@Injectable()
export class ReleaseModel {
  constructor(
    private readonly troubles: ModelFailures,
    private readonly versions: QuarantineVersion,
  ) {}

  /** @throws Rejection GENERATION_MODEL_NOT_FOUND when no such model is in quarantine */
  async run(model: string): Promise<void> {
    const wasHeld = await this.troubles.release(model);
    // Also where only one of the two holds it: whoever released it before may have been cut off in between.
    const isShown = await this.versions.release(model);
    if (!wasHeld && !isShown) throw new Rejection('GENERATION_MODEL_NOT_FOUND', { model });
  }
}
