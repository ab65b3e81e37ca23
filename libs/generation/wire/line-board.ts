import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import type { QueuePlace } from '@visionary/contract';
import { Broadcast } from '@visionary/platform/realtime';
import { NewestPreviews } from '../domain/newest-previews.js';
import type { Place } from '../domain/queue-places.js';
import { MeasureSteps } from '../usecases/measure-steps.js';
import { ReadLine } from '../usecases/read-line.js';
import { type LineChange, LineNews } from './line-news.js';

/** Several changes within so long are one. */
const GATHER_MS = 50;

const present = ({ takeId, position, msToStart }: Place): QueuePlace => ({
  takeId,
  position,
  ...(msToStart !== undefined && { msToStart: Math.round(msToStart) }),
});

/** Tells the rooms of this node where their takes stand, once for each change of the line. */
@Injectable()
export class LineBoard implements OnApplicationBootstrap {
  private readonly logger = new Logger('Takes');
  private readonly told = new Map<string, string>();
  private gathering = false;

  constructor(
    private readonly readLine: ReadLine,
    private readonly measure: MeasureSteps,
    private readonly previews: NewestPreviews,
    private readonly news: LineNews,
    private readonly broadcast: Broadcast,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.measure.recall();
    this.news.onChange((change) => this.note(change));
  }

  /** Where a room's takes stand now. */
  async of(roomId: string): Promise<QueuePlace[]> {
    return (await this.readLine.run()).filter((place) => place.roomId === roomId).map(present);
  }

  private note({ ended, measured }: LineChange): void {
    if (ended) this.previews.forget(ended);
    if (measured) this.measure.note(measured);
    if (this.gathering) return;
    this.gathering = true;
    setTimeout(() => void this.tell(), GATHER_MS).unref();
  }

  private async tell(): Promise<void> {
    this.gathering = false;
    try {
      const rooms = Map.groupBy(await this.readLine.run(), ({ roomId }) => roomId);
      for (const roomId of new Set([...this.told.keys(), ...rooms.keys()])) {
        this.tellRoom(roomId, (rooms.get(roomId) ?? []).map(present));
      }
    } catch (error) {
      this.logger.error('The line could not be read', error instanceof Error ? error : new Error(String(error)));
    }
  }

  private tellRoom(roomId: string, queue: QueuePlace[]): void {
    const said = JSON.stringify(queue);
    if (this.told.get(roomId) === said) return;
    if (queue.length) this.told.set(roomId, said);
    else this.told.delete(roomId);
    this.broadcast.toRoomHere(roomId, 'generation.moved', { roomId, queue });
  }
}
