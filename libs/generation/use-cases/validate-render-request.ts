import { Injectable } from '@nestjs/common';
import { Rejection } from '@visionary/kernel';
import { type CheckedText, CheckText } from '@visionary/safety';
import { QueueLimits } from '../domain/queue-limits.js';
import { Takes } from '../domain/takes.js';
import { type ImageRequest, CheckSettings } from './check-settings.js';
import { ReadQueue } from './read-queue.js';

interface Order extends ImageRequest {
  readonly authorId: string;
  readonly negative: string;
}

export type CheckedPrompt = CheckedText<{ readonly prompt: string; readonly negative: string }>;

/** When nothing was ever measured there is no honest estimate; this keeps a client from asking in a loop. */
const UNMEASURED_WAIT_SECONDS = 30;

/** Whether a take may be queued, and if not, why. */
@Injectable()
export class ValidateRenderRequest {
  constructor(
    private readonly settings: CheckSettings,
    private readonly takes: Takes,
    private readonly limits: QueueLimits,
    private readonly line: ReadQueue,
    private readonly words: CheckText,
  ) {}

  /** @returns the words as they may be kept. @throws Rejection as CheckSettings, SAFETY_BLOCKED_TERMS, GENERATION_QUEUE_FULL */
  async run(order: Order): Promise<CheckedPrompt> {
    await this.settings.run(order);
    const checked = await this.words.run('prompts', { prompt: order.prompt, negative: order.negative });
    await this.requireSpace('user', this.limits.perUser, { authorId: order.authorId });
    await this.requireSpace('room', this.limits.perRoom, { roomId: order.roomId });
    return checked;
  }

  private async requireSpace(
    scope: 'user' | 'room',
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
