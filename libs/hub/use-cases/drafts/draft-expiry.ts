import { Injectable } from '@nestjs/common';
import { Clock } from '@visionary/kernel';
import { DraftLimits } from '../../domain/drafts/draft-limits.js';

/** From when on something counts as left. */
@Injectable()
export class DraftExpiry {
  constructor(
    private readonly clock: Clock,
    private readonly limits: DraftLimits,
  ) {}

  get now(): number {
    return this.clock.now();
  }
  get uploadsBefore(): number {
    return this.now - this.limits.idleUploadMs;
  }
  get draftsBefore(): number {
    return this.now - this.limits.idleDraftMs;
  }
  get refusedBefore(): number {
    return this.now - this.limits.refusedDraftMs;
  }
}
