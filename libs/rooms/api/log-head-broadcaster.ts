import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { DomainEvents } from '@visionary/kernel';
import { Bus } from '@visionary/platform/bus';
import { Broadcast } from '@visionary/platform/realtime';
import { RoomEventAppended } from '../domain/room-event.js';
import { RoomLog } from '../storage/room-log.js';

const INTERVAL_MS = 5_000;
/** An event committed just now is still on its way to the sockets. Whatever is missing after this was lost. */
const DELIVERY_MS = 1_000;
const BATCH_SIZE = 1_000;

/**
 * Broadcasts the log heads of this node's rooms. The last event of a log can be lost without a later one that shows the gap:
 * Redis delivers at most once, and a node can crash between commit and broadcast. Each node reads its log heads with one query
 * and sends those beyond what it has sent itself. Clients with a gap catch up.
 */
@Injectable()
export class LogHeadBroadcaster implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger('Rooms');
  /** By room: the highest seq that this node's sockets have received. */
  private readonly sent = new Map<string, number>();
  private isReading = false;
  private readonly timers = new Set<NodeJS.Timeout>();

  constructor(
    private readonly events: DomainEvents,
    private readonly bus: Bus,
    private readonly broadcast: Broadcast,
    private readonly log: RoomLog,
  ) {}

  onModuleInit(): void {
    this.events.afterCommit(RoomEventAppended, ({ event }) => this.markSent(event.roomId, event.seq));
    this.bus.onRecovered(() => void this.readHeads());
    this.timers.add(setInterval(() => void this.readHeads(), INTERVAL_MS).unref());
  }

  onApplicationShutdown(): void {
    for (const timer of this.timers) clearTimeout(timer);
  }

  private markSent(roomId: string, seq: number): void {
    this.sent.set(roomId, Math.max(seq, this.sent.get(roomId) ?? 0));
  }

  private async readHeads(): Promise<void> {
    if (this.isReading) return;
    this.isReading = true;
    try {
      const rooms = this.broadcast.localRoomIds;
      const localRooms = new Set(rooms);
      for (const roomId of this.sent.keys()) if (!localRooms.has(roomId)) this.sent.delete(roomId);
      for (let from = 0; from < rooms.length; from += BATCH_SIZE) {
        this.sendLater(await this.log.heads(rooms.slice(from, from + BATCH_SIZE)));
      }
    } catch (error) {
      this.logger.warn('Reading log heads failed', error instanceof Error ? error : new Error(String(error)));
    } finally {
      this.isReading = false;
    }
  }

  private sendLater(heads: ReadonlyMap<string, number>): void {
    const unsent = [...heads].filter(([roomId, seq]) => seq > (this.sent.get(roomId) ?? 0));
    if (unsent.length === 0) return;
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      for (const [roomId, seq] of unsent) {
        if (seq <= (this.sent.get(roomId) ?? 0)) continue;
        this.markSent(roomId, seq);
        this.broadcast.toRoomLocally(roomId, 'rooms.logHead', { roomId, seq });
      }
    }, DELIVERY_MS).unref();
    this.timers.add(timer);
  }
}
