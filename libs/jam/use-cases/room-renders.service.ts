import { Injectable } from '@nestjs/common';
import { PrepareRepeat, QueueTake, TakePresenter, TakesService } from '@visionary/generation';
import { type RoomEvent, RoomLog } from '@visionary/rooms';
import { SqlDocuments } from '../storage/sql-documents.js';

export type RoomRenderRequest = Parameters<QueueTake['run']>[0] & { readonly clientId: string };

export interface RoomRepeatRequest {
  readonly roomId: string;
  readonly takeId: string;
  readonly authorId: string;
  readonly clientId: string;
}

/** Queues takes of a room, and logs them in the same transaction. */
@Injectable()
export class RoomRendersService {
  constructor(
    private readonly log: RoomLog,
    private readonly queueTake: QueueTake,
    private readonly takes: TakesService,
    private readonly prepareRepeat: PrepareRepeat,
    private readonly presenter: TakePresenter,
    private readonly documents: SqlDocuments,
  ) {}

  /** @returns the event of the take; on a retry the first event. @throws Rejection as QueueTake and RoomLog */
  render({ clientId, ...request }: RoomRenderRequest): Promise<RoomEvent> {
    const { roomId, authorId } = request;
    return this.log.once(authorId, clientId, async () => {
      const take = await this.queueTake.run(request);
      const view = await this.presenter.one(take);
      // A repeated take has no new text, so the writers still count for the next one.
      if (!request.repeats) await this.documents.forgetWriters(roomId);
      const event = await this.log.append({
        roomId,
        type: 'generation.queued',
        actorId: authorId,
        clientId,
        inOpenRoom: true,
        payload: ({ seq }) => ({ take: { ...view, seq } }),
      });
      await this.takes.linkToEvent(take.id, event.seq);
      return event;
    });
  }

  /**
   * Queues a take again with the same prompt, settings, steers, and stop.
   * @returns the event of the new take; on a retry the first event
   * @throws Rejection as PrepareRepeat, QueueTake, and RoomLog
   */
  async repeat({ roomId, takeId, authorId, clientId }: RoomRepeatRequest): Promise<RoomEvent> {
    const first = await this.log.firstOf(authorId, clientId);
    if (first) return first;
    return this.render({ ...(await this.prepareRepeat.run(roomId, takeId)), authorId, clientId });
  }
}
