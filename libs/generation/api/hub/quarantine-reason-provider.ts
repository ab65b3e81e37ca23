import { Injectable, type OnModuleInit } from '@nestjs/common';
import { QuarantineReasons } from '@visionary/hub';
import { ModelFailures, reasonOf } from '../../domain/model-failure.js';

/** A version's creator learns what it did. */
@Injectable()
export class QuarantineReasonProvider implements OnModuleInit {
  constructor(
    private readonly reasons: QuarantineReasons,
    private readonly troubles: ModelFailures,
  ) {}

  onModuleInit(): void {
    this.reasons.use(async (useId) => {
      const trouble = (await this.troubles.quarantined()).find(({ model }) => model === useId);
      return trouble && reasonOf(trouble);
    });
  }
}
