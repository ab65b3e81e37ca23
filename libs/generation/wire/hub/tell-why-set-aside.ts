import { Injectable, type OnModuleInit } from '@nestjs/common';
import { SetAsideReasons } from '@visionary/hub';
import { ModelTroubles, reasonOf } from '../../domain/model-trouble.js';

/** A version's maker learns what it did. */
@Injectable()
export class TellWhySetAside implements OnModuleInit {
  constructor(
    private readonly reasons: SetAsideReasons,
    private readonly troubles: ModelTroubles,
  ) {}

  onModuleInit(): void {
    this.reasons.use(async (useId) => {
      const trouble = (await this.troubles.quarantined()).find(({ model }) => model === useId);
      return trouble && reasonOf(trouble);
    });
  }
}
