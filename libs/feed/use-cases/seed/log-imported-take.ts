import { Injectable } from '@nestjs/common';
import {
  ImportTake,
  TakesService,
  type RenderedTake,
  type Take,
  TakeFinished,
  TakePresenter,
} from '@visionary/generation';
import { UnitOfWork } from '@visionary/kernel';
import { RoomLog } from '@visionary/rooms';

/** A take that was rendered outside the line comes into its room: queued and finished in one transaction. */
@Injectable()
export class LogImportedTake {
  constructor(
    private readonly adopt: ImportTake,
    private readonly takes: TakesService,
    private readonly presenter: TakePresenter,
    private readonly log: RoomLog,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  run(rendered: RenderedTake): Promise<Take> {
    return this.unitOfWork.run(async () => {
      const take = await this.adopt.run(rendered);
      const view = await this.presenter.one({ ...take, ...UNFINISHED });
      const { seq } = await this.log.append({
        ...{ roomId: take.roomId, type: 'generation.queued', actorId: take.authorId },
        payload: (place) => ({ take: { ...view, seq: place.seq } }),
      });
      await this.takes.linkToEvent(take.id, seq);
      // Whoever writes the room's log says there that it is done.
      this.unitOfWork.publish(new TakeFinished({ ...take, seq }));
      return { ...take, seq };
    });
  }
}

/** As it was when it was queued. */
const UNFINISHED = {
  ...{ status: 'queued', images: [], startedAt: null, endedAt: null, renderMs: null, modelHash: null, steers: [] },
} as const satisfies Partial<Take>;
