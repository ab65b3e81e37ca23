import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { CommandPayload } from '@visionary/contract';
import {
  isSystemTake,
  PrepareRepeat,
  PrepareUpscale,
  QueueTake,
  type Take,
  TakeCancelled,
  TakeFailed,
  TakeFinished,
  TakeImageVisibilityChanged,
  TakePresenter,
  TakeRequeued,
  type TakeRequest,
  TakesService,
  TakeStarted,
  TakeSteered,
} from '@visionary/generation';
import { DomainEvents } from '@visionary/kernel';
import { deletedUser, type RoomEvent, RoomLog, Users } from '@visionary/rooms';

/** Queues takes of a room, and logs what happens to them in the log of the room, in the same transaction. */
@Injectable()
export class RoomTakesService implements OnModuleInit {
  constructor(
    private readonly log: RoomLog,
    private readonly queueTake: QueueTake,
    private readonly takes: TakesService,
    private readonly prepareRepeat: PrepareRepeat,
    private readonly prepareUpscale: PrepareUpscale,
    private readonly presenter: TakePresenter,
    private readonly users: Users,
    private readonly events: DomainEvents,
  ) {}

  onModuleInit(): void {
    this.events.beforeCommit(TakeStarted, ({ take, at }) =>
      this.append(take, 'generation.started', null, () => ({ takeId: take.id, at })),
    );
    this.events.beforeCommit(TakeRequeued, ({ take }) =>
      this.append(take, 'generation.requeued', null, () => ({ takeId: take.id })),
    );
    this.events.beforeCommit(TakeSteered, async ({ takeId, roomId, steer }) => {
      const payload = { takeId, steer: await this.presenter.steer(steer) };
      await this.log.append({ roomId, type: 'generation.steered', actorId: steer.byId, payload: () => payload });
    });
    this.events.beforeCommit(TakeFinished, ({ take }) => this.appendFinished(take));
    // Clients replace the take that they show.
    this.events.beforeCommit(TakeImageVisibilityChanged, ({ take }) => this.appendFinished(take));
    this.events.beforeCommit(TakeFailed, ({ take }) =>
      this.append(take, 'generation.failed', null, () => ({ takeId: take.id, ...take.failure })),
    );
    this.events.beforeCommit(TakeCancelled, ({ take, byId, step }) =>
      this.append(take, 'generation.cancelled', byId, async () => {
        const by = byId === null ? null : ((await this.users.byIds([byId])).get(byId) ?? deletedUser(byId));
        const { adminReason } = take;
        return { takeId: take.id, ...(by && { by }), step, ...(adminReason !== null && { adminReason }) };
      }),
    );
  }

  /** @returns the event of the take; on a retry the first event. @throws Rejection as QueueTake and RoomLog */
  render({ clientId, ...request }: TakeRequest & { readonly clientId: string }): Promise<RoomEvent> {
    const { roomId, authorId } = request;
    return this.log.once(authorId, clientId, async () => {
      const take = await this.queueTake.run(request);
      const view = await this.presenter.one(take);
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
  async repeat(authorId: string, { clientId, ...repetition }: CommandPayload<'jam.repeat'>): Promise<RoomEvent> {
    const first = await this.log.firstOf(authorId, clientId);
    if (first) return first;
    return this.render({ ...(await this.prepareRepeat.run(repetition)), authorId, clientId });
  }

  /**
   * Queues a take that enlarges an image of a take.
   * @returns the event of the new take; on a retry the first event
   * @throws Rejection as PrepareUpscale, QueueTake, and RoomLog
   */
  async upscale(authorId: string, { clientId, ...request }: CommandPayload<'jam.upscale'>): Promise<RoomEvent> {
    const first = await this.log.firstOf(authorId, clientId);
    if (first) return first;
    return this.render({ ...(await this.prepareUpscale.run(request)), authorId, clientId });
  }

  private appendFinished(take: Take): Promise<void> {
    return this.append(take, 'generation.finished', null, async () => ({ take: await this.presenter.one(take) }));
  }

  /** Skips samples, which are takes without a room. */
  private async append(
    take: Take,
    type: string,
    actorId: string | null,
    read: () => object | Promise<object>,
  ): Promise<void> {
    if (isSystemTake(take)) return;
    const payload = await read();
    await this.log.append({ roomId: take.roomId, type, actorId, payload: () => payload });
  }
}
