import { Injectable } from '@nestjs/common';
import { ModelFailures } from '../domain/model-failure.js';

/** A model has rendered a take: a loss before was bad luck. Nothing to write where there was none. */
@Injectable()
export class ResetModelFailures {
  constructor(private readonly troubles: ModelFailures) {}

  async run(model: string): Promise<void> {
    if (await this.troubles.isKnown(model)) await this.troubles.reset(model);
  }
}
