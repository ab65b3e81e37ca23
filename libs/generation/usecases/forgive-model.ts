import { Injectable } from '@nestjs/common';
import { ModelTroubles } from '../domain/model-trouble.js';

/** A model has rendered a take: a loss before was bad luck. Nothing to write where there was none. */
@Injectable()
export class ForgiveModel {
  constructor(private readonly troubles: ModelTroubles) {}

  async run(model: string): Promise<void> {
    if (await this.troubles.isKnown(model)) await this.troubles.forgive(model);
  }
}
