import { Injectable } from '@nestjs/common';
import { LIMITS } from '@visionary/contract';
import {
  QueueBroadcaster,
  LatestFrames,
  presentThumbnail,
  type Take,
  TakePresenter,
  TakesService,
} from '@visionary/generation';
import type { LobbyCardData, RoomSnapshotData, RoomLiveState } from '@visionary/rooms';

/** Takes as rooms and their cards show them. */
@Injectable()
export class RoomTakes {
  constructor(
    private readonly takes: TakesService,
    private readonly presenter: TakePresenter,
    private readonly frames: LatestFrames,
    private readonly line: QueueBroadcaster,
  ) {}

  async newestPage(roomId: string): Promise<Partial<RoomSnapshotData>> {
    const { takes, more } = await this.takes.page(roomId, null, LIMITS.takesPerPage);
    return { takes: await this.presenter.many(takes), moreTakes: more };
  }

  async running(roomId: string): Promise<Pick<RoomLiveState, 'queue' | 'queueTail' | 'previews'>> {
    return { ...(await this.line.of(roomId)), previews: this.frames.in(roomId) };
  }

  async cards(roomIds: readonly string[]): Promise<ReadonlyMap<string, Partial<LobbyCardData>>> {
    const newest = await this.takes.newest(roomIds);
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
    return { takeId: id, step: this.frames.stepOf(id), steps: settings.steps };
  }
}
