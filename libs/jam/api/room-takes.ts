import { Injectable } from '@nestjs/common';
import { LIMITS } from '@visionary/contract';
import {
  QueueBroadcaster,
  NewestTakes,
  PageTakes,
  presentThumbnail,
  RunningTakes,
  type Take,
  TakePresenter,
} from '@visionary/generation';
import type { LobbyCardData, RoomSnapshotData, RoomLiveState } from '@visionary/rooms';

/** Takes as rooms and their cards show them. */
@Injectable()
export class RoomTakes {
  constructor(
    private readonly pageTakes: PageTakes,
    private readonly newestTakes: NewestTakes,
    private readonly presenter: TakePresenter,
    private readonly runningTakes: RunningTakes,
    private readonly line: QueueBroadcaster,
  ) {}

  async newestPage(roomId: string): Promise<Partial<RoomSnapshotData>> {
    const { takes, more } = await this.pageTakes.run(roomId, null, LIMITS.takesPerPage);
    return { takes: await this.presenter.many(takes), moreTakes: more };
  }

  async running(roomId: string): Promise<Pick<RoomLiveState, 'queue' | 'queueTail' | 'previews'>> {
    return { ...(await this.line.of(roomId)), previews: this.runningTakes.in(roomId) };
  }

  async cards(roomIds: readonly string[]): Promise<ReadonlyMap<string, Partial<LobbyCardData>>> {
    const newest = await this.newestTakes.run(roomIds);
    return new Map([...newest].map(([roomId, takes]) => [roomId, this.card(takes)]));
  }

  private card({ rendering, finished }: { rendering?: Take; finished?: Take }): Partial<LobbyCardData> {
    const image = finished && presentThumbnail(finished.id, finished.images);
    return {
      ...(rendering && { rendering: this.progress(rendering) }),
      ...(image && { lastImage: image }),
      ...(finished && { lastTakeAt: finished.endedAt }),
    };
  }

  private progress({ id, settings }: Take): NonNullable<LobbyCardData['rendering']> {
    return { takeId: id, step: this.runningTakes.stepOf(id), steps: settings.steps };
  }
}
