import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { DomainEvents } from '@visionary/kernel';
import { Bus } from '@visionary/platform/bus';
import { Broadcast } from '@visionary/platform/realtime';
import { RoomEventAppended } from '../domain/room-event.js';
import { LogHeads } from '../use-cases/log-heads.js';

const LOOK_EVERY_MS = 5_000;
/** What was just committed is still on its way to the sockets: only what they lack after this has been lost. */
const SETTLE_MS = 1_000;
const ROOMS_AT_ONCE = 1_000;

/**
 * The last word of a log can be lost where no later one shows the gap: Redis carries at most once, a node dies between
 * commit and broadcast, the reply to a commit never comes. So each node looks where the logs of its rooms stand, with one
 * query for all of them, and tells their sockets when that is beyond what it has said itself. Pages that lack something ask.
 */
@Injectable()
export class LogHeadBroadcaster implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger('Rooms');
  /** By room: what its sockets here surely heard of or were told. */
  private readonly said = new Map<string, number>();
  private looking = false;
  private readonly timers = new Set<NodeJS.Timeout>();

  constructor(
    private readonly events: DomainEvents,
    private readonly bus: Bus,
    private readonly broadcast: Broadcast,
    private readonly ends: LogHeads,
  ) {}

  onModuleInit(): void {
    this.events.afterCommit(RoomEventAppended, ({ event }) => this.note(event.roomId, event.seq));
    this.bus.onRecovered(() => void this.look());
    this.timers.add(setInterval(() => void this.look(), LOOK_EVERY_MS).unref());
  }

  onApplicationShutdown(): void {
    for (const timer of this.timers) clearTimeout(timer);
  }

  private note(roomId: string, seq: number): void {
    this.said.set(roomId, Math.max(seq, this.said.get(roomId) ?? 0));
  }

  private async look(): Promise<void> {
    if (this.looking) return;
    this.looking = true;
    try {
      const rooms = this.broadcast.roomsHere;
      const here = new Set(rooms);
      for (const roomId of this.said.keys()) if (!here.has(roomId)) this.said.delete(roomId);
      for (let from = 0; from < rooms.length; from += ROOMS_AT_ONCE) {
        this.tellLater(await this.ends.run(rooms.slice(from, from + ROOMS_AT_ONCE)));
      }
    } catch (error) {
      this.logger.warn('The ends of logs could not be read', error instanceof Error ? error : new Error(String(error)));
    } finally {
      this.looking = false;
    }
  }

  private tellLater(ends: ReadonlyMap<string, number>): void {
    const beyond = [...ends].filter(([roomId, seq]) => seq > (this.said.get(roomId) ?? 0));
    if (beyond.length === 0) return;
    const later = setTimeout(() => {
      this.timers.delete(later);
      for (const [roomId, seq] of beyond) {
        if (seq <= (this.said.get(roomId) ?? 0)) continue;
        this.note(roomId, seq);
        this.broadcast.toRoomHere(roomId, 'rooms.logHead', { roomId, seq });
      }
    }, SETTLE_MS).unref();
    this.timers.add(later);
  }
}
