import { Injectable } from '@nestjs/common';
import { Measures } from '../domain/measures.js';
import { type MeasuredTake, Takes } from '../domain/takes.js';

const RECALLED = 50;

/** Keeps what steps and loads really take, for honest estimates. */
@Injectable()
export class MeasureSteps {
  constructor(
    private readonly takes: Takes,
    private readonly measures: Measures,
  ) {}

  /** From takes of former days, the newest counting most. */
  async recall(): Promise<void> {
    for (const take of (await this.takes.measured(RECALLED)).reverse()) {
      this.measures.steps.note(take);
      const { model: modelName, loras = [] } = take.settings;
      if (take.loadMs) this.measures.loads.note({ modelName, loras, loadMs: take.loadMs });
    }
  }

  note(take: MeasuredTake): void {
    this.measures.steps.note(take);
  }
}
