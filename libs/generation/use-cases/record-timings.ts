import { Injectable } from '@nestjs/common';
import { RenderTimings } from '../domain/render-timings.js';
import { type MeasuredTake, Takes } from '../domain/takes.js';

const RECALLED = 50;

/** Keeps what steps and loads really take, for honest estimates. */
@Injectable()
export class RecordTimings {
  constructor(
    private readonly takes: Takes,
    private readonly renderTimings: RenderTimings,
  ) {}

  /** From takes of former days, the newest counting most. */
  async recall(): Promise<void> {
    for (const take of (await this.takes.measured(RECALLED)).reverse()) {
      this.renderTimings.steps.note(take);
      const { model: modelName, loras = [] } = take.settings;
      if (take.loadMs) this.renderTimings.loads.record({ modelName, loras, loadMs: take.loadMs });
    }
  }

  note(take: MeasuredTake): void {
    this.renderTimings.steps.note(take);
  }
}
