import { Injectable } from '@nestjs/common';
import { Clock, UnitOfWork } from '@visionary/kernel';
import { TakeFailed } from '../domain/events.js';
import type { FailureCode } from '../domain/take.js';
import { Takes } from '../domain/takes.js';
import { TakeQueue } from '../domain/take-queue.js';
import { ResolveLoras } from './resolve-loras.js';

interface Failure {
  readonly code: FailureCode;
  readonly detail: string;
}

/** A model or a LoRA was taken away: what waits for it ends and says so, what renders with it goes on. */
@Injectable()
export class FailTakesOfRemovedModel {
  constructor(
    private readonly takes: Takes,
    private readonly takeQueue: TakeQueue,
    private readonly loras: ResolveLoras,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  async run(id: string, failure: Failure): Promise<void> {
    const { waiting } = await this.takeQueue.backlog();
    for (const take of waiting) if (await this.needs(take.id, id)) await this.fail(take.id, failure);
  }

  /** How many wait or render with any of these. */
  async count(ids: readonly string[]): Promise<number> {
    const { waiting, running } = await this.takeQueue.backlog();
    let count = 0;
    for (const take of [...waiting, ...running]) {
      for (const id of ids) {
        if (!(await this.needs(take.id, id))) continue;
        count += 1;
        break;
      }
    }
    return count;
  }

  /** A prompt names LoRAs, too. */
  private async needs(takeId: string, id: string): Promise<boolean> {
    const take = await this.takes.byId(takeId);
    if (!take) return false;
    const { prompt, settings } = take;
    return settings.model === id || this.loras.wanted(prompt, settings.loras).some((lora) => lora.id === id);
  }

  private fail(takeId: string, failure: Failure): Promise<void> {
    return this.unitOfWork.run(async () => {
      if (!(await this.takeQueue.failToStart(takeId, failure, this.clock.now()))) return;
      const take = await this.takes.byId(takeId);
      if (take) this.unitOfWork.publish(new TakeFailed(take));
    });
  }
}
