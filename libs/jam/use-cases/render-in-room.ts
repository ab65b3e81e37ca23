import { Injectable } from '@nestjs/common';
import {
  QueueTake,
  type RepeatSource,
  type AppliedPromptPrefix,
  type AuthorshipSpan,
  type TakeOrigin,
  TakePresenter,
  type TakeSettings,
  TakesService,
} from '@visionary/generation';
import { type RoomEvent, RoomLog } from '@visionary/rooms';
import { Documents } from '../domain/documents.js';

export interface RoomRenderRequest {
  readonly roomId: string;
  readonly authorId: string;
  readonly clientId: string;
  readonly prompt: string;
  readonly negative: string;
  readonly settings: TakeSettings;
  /** What the house adds; unsaid, it is composed. */
  readonly added?: readonly AppliedPromptPrefix[];
  /** Who has written since the last take. */
  readonly writerIds: readonly string[];
  readonly origin?: TakeOrigin | undefined;
  /** Who wrote which part of the prompt, where that is known. */
  readonly hands?: readonly AuthorshipSpan[] | undefined;
  /** Of the take that this one repeats: nothing new was written for it. */
  readonly again?: RepeatSource;
}

/** Queues a take and says so in the room, both or neither. */
@Injectable()
export class RenderInRoom {
  constructor(
    private readonly log: RoomLog,
    private readonly queueTake: QueueTake,
    private readonly takes: TakesService,
    private readonly presenter: TakePresenter,
    private readonly documents: Documents,
  ) {}

  /** @returns the event it became; on a retry the first one, whatever it asks for. @throws Rejection as QueueTake, RoomLog */
  run({ clientId, ...order }: RoomRenderRequest): Promise<RoomEvent> {
    const { roomId, authorId } = order;
    return this.log.once(authorId, clientId, async () => {
      const take = await this.queueTake.run(order);
      const view = await this.presenter.one(take);
      if (!order.again) await this.documents.forgetWriters(roomId);
      const event = await this.log.append({
        ...{ roomId, type: 'generation.queued', actorId: authorId, clientId, inOpenRoom: true },
        payload: ({ seq }) => ({ take: { ...view, seq } }),
      });
      await this.takes.linkToEvent(take.id, event.seq);
      return event;
    });
  }
}
