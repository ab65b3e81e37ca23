import { Injectable } from '@nestjs/common';
import { LIMITS } from '@visionary/contract';
import {
  LineBoard,
  NewestTakes,
  PageTakes,
  presentCover,
  RunningTakes,
  type Take,
  TakePresenter,
} from '@visionary/generation';
import type { CardFacts, RoomLists, RoomPresent } from '@visionary/rooms';

/** Takes as rooms and their cards show them. */
@Injectable()
export class TakesOfRooms {
  constructor(
    private readonly pageTakes: PageTakes,
    private readonly newestTakes: NewestTakes,
    private readonly presenter: TakePresenter,
    private readonly runningTakes: RunningTakes,
    private readonly line: LineBoard,
  ) {}

  async newestPage(roomId: string): Promise<Partial<RoomLists>> {
    const { takes, more } = await this.pageTakes.run(roomId, null, LIMITS.takesPerPage);
    return { takes: await this.presenter.many(takes), moreTakes: more };
  }

  async running(roomId: string): Promise<Pick<RoomPresent, 'queue' | 'lineEnd' | 'previews'>> {
    return { ...(await this.line.of(roomId)), previews: this.runningTakes.in(roomId) };
  }

  async cards(roomIds: readonly string[]): Promise<ReadonlyMap<string, Partial<CardFacts>>> {
    const newest = await this.newestTakes.run(roomIds);
    return new Map([...newest].map(([roomId, takes]) => [roomId, this.card(takes)]));
  }

  private card({ rendering, finished }: { rendering?: Take; finished?: Take }): Partial<CardFacts> {
    const picture = finished && presentCover(finished.id, finished.pictures);
    return {
      ...(rendering && { rendering: this.progress(rendering) }),
      ...(picture && { lastPicture: picture }),
      ...(finished && { lastTakeAt: finished.endedAt }),
    };
  }

  private progress({ id, settings }: Take): NonNullable<CardFacts['rendering']> {
    return { takeId: id, step: this.runningTakes.stepOf(id), steps: settings.steps };
  }
}
