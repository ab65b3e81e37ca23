import { randomInt } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock, Ids, UnitOfWork } from '@visionary/kernel';
import { withPromptPrefix } from '@visionary/safety';
import { TakeQueued } from '../domain/events.js';
import type { Take, AppliedPromptPrefix, AuthorshipSpan, TakeOrigin, TakeSettings } from '../domain/take.js';
import { type RepeatSource, Takes } from '../domain/takes.js';
import { ValidateRenderRequest } from './validate-render-request.js';

export interface TakeOrder {
  /** One that is known beforehand, so that there is one such take however often it is asked for. */
  readonly id?: string;
  readonly roomId: string;
  readonly authorId: string;
  /** Whoever else wrote what is in it. */
  readonly writerIds: readonly string[];
  readonly prompt: string;
  readonly negative: string;
  readonly settings: TakeSettings;
  /** What the house adds; unsaid, it is composed. */
  readonly added?: readonly AppliedPromptPrefix[] | undefined;
  /** Without one, it comes from the take whose image it starts from. */
  readonly origin?: TakeOrigin | undefined;
  readonly hands?: readonly AuthorshipSpan[] | undefined;
  /** Of the take that this one repeats. */
  readonly again?: RepeatSource;
}

const SEEDS = 2 ** 32;

/** Puts a take at the end of the line. */
@Injectable()
export class QueueTake {
  constructor(
    private readonly takes: Takes,
    private readonly check: ValidateRenderRequest,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  /**
   * Inside a unit of work of the caller, who gives the take its place in the room (`LinkTakeToEvent`).
   * @throws Rejection as ValidateRenderRequest
   */
  @withPromptPrefix()
  async run(order: TakeOrder): Promise<Take> {
    const { texts, flag } = await this.check.run(order);
    const { roomId, authorId, settings, added, hands, again } = order;
    const take = await this.takes.add({
      id: order.id ?? this.ids.next(),
      roomId,
      number: await this.takes.nextNumber(roomId),
      authorId,
      writerIds: [...new Set([authorId, ...order.writerIds])],
      ...texts,
      added,
      settings: { ...settings, seed: settings.seed === -1 ? randomInt(SEEDS) : settings.seed },
      queuedAt: this.clock.now(),
      ...{ origin: order.origin ?? startOf(settings), hands, again },
    });
    await flag({ kind: 'take', id: take.id, image: 0 });
    this.unitOfWork.publish(new TakeQueued(take));
    return take;
  }
}

const startOf = ({ init }: TakeSettings): TakeOrigin | undefined =>
  init && 'takeId' in init.image ? { takeId: init.image.takeId } : undefined;
