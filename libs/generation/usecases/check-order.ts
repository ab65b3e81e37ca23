import { Injectable } from '@nestjs/common';
import { Rejection } from '@visionary/kernel';
import { ModelCatalogue, sizeTrouble } from '../domain/model.js';
import { QueueLimits } from '../domain/queue-limits.js';
import type { TakeSettings } from '../domain/take.js';
import { Takes } from '../domain/takes.js';
import { ReadLine } from './read-line.js';

interface Order {
  readonly roomId: string;
  readonly authorId: string;
  readonly prompt: string;
  readonly settings: TakeSettings;
}

/** When nothing was ever measured there is no honest estimate; this keeps a client from asking in a loop. */
const UNMEASURED_WAIT_SECONDS = 30;

/** Whether a take may be queued, and if not, why. */
@Injectable()
export class CheckOrder {
  constructor(
    private readonly models: ModelCatalogue,
    private readonly takes: Takes,
    private readonly limits: QueueLimits,
    private readonly line: ReadLine,
  ) {}

  /**
   * @throws Rejection GENERATION_PROMPT_EMPTY, GENERATION_MODEL_UNKNOWN, GENERATION_SCHEDULER_UNKNOWN,
   * GENERATION_SIZE_UNSUPPORTED, GENERATION_QUEUE_FULL
   */
  async run(order: Order): Promise<void> {
    const { settings } = order;
    if (!order.prompt.trim()) throw new Rejection('GENERATION_PROMPT_EMPTY');
    const model = await this.models.find(settings.model);
    if (!model) throw new Rejection('GENERATION_MODEL_UNKNOWN', { model: settings.model });
    if (!model.schedulers.includes(settings.scheduler)) {
      throw new Rejection('GENERATION_SCHEDULER_UNKNOWN', { scheduler: settings.scheduler });
    }
    const trouble = sizeTrouble(model, settings);
    if (trouble) throw new Rejection('GENERATION_SIZE_UNSUPPORTED', trouble);
    await this.requireSpace('person', this.limits.perPerson, { authorId: order.authorId });
    await this.requireSpace('room', this.limits.perRoom, { roomId: order.roomId });
  }

  private async requireSpace(
    scope: 'person' | 'room',
    limit: number,
    whose: { authorId: string } | { roomId: string },
  ): Promise<void> {
    if ((await this.takes.countOpen(whose)) < limit) return;
    const own = (place: { authorId: string; roomId: string }) =>
      'authorId' in whose ? place.authorId === whose.authorId : place.roomId === whose.roomId;
    const ends = (await this.line.run()).filter(own).map(({ msToEnd }) => msToEnd);
    const soonest = Math.min(...ends.filter((ms) => ms !== undefined));
    const retryAfterSeconds = Number.isFinite(soonest)
      ? Math.max(1, Math.ceil(soonest / 1000))
      : UNMEASURED_WAIT_SECONDS;
    throw new Rejection('GENERATION_QUEUE_FULL', { scope, limit, retryAfterSeconds });
  }
}
