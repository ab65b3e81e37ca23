import { Injectable } from '@nestjs/common';
import { StepTimes } from '../domain/step-times.js';
import { type MeasuredTake, Takes } from '../domain/takes.js';

const RECALLED = 50;

/** Keeps what steps really take, for honest estimates. */
@Injectable()
export class MeasureSteps {
  constructor(
    private readonly takes: Takes,
    private readonly times: StepTimes,
  ) {}

  /** From takes of former days, the newest counting most. */
  async recall(): Promise<void> {
    for (const take of (await this.takes.measured(RECALLED)).reverse()) this.times.note(take);
  }

  note(take: MeasuredTake): void {
    this.times.note(take);
  }
}
