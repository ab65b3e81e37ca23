import { Injectable } from '@nestjs/common';
import { Rejection } from '@visionary/kernel';
import { ModelTroubles } from '../domain/model-trouble.js';

/** Lets a model out of quarantine; it begins with a clean slate. */
@Injectable()
export class ReleaseModel {
  constructor(private readonly troubles: ModelTroubles) {}

  /** @throws Rejection GENERATION_MODEL_UNKNOWN when no such model is in quarantine */
  async run(model: string): Promise<void> {
    if (!(await this.troubles.release(model))) throw new Rejection('GENERATION_MODEL_UNKNOWN', { model });
  }
}
