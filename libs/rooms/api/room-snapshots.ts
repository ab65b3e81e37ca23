import { Injectable, type OnModuleInit } from '@nestjs/common';
import { LIMITS, type RoomEvent as EventView, type RoomSnapshot } from '@visionary/contract';
import { UnitOfWork, RoomAccess } from '@visionary/kernel';
import { USER_CHANGED_TOPIC } from '@visionary/platform/auth';
import { Bus } from '@visionary/platform/bus';
import { preEncoded, Presence } from '@visionary/platform/realtime';
import type { Room } from '../domain/room.js';
import type { RoomEvent } from '../domain/room-event.js';
import type { OpenedRoom } from '../use-cases/room-access.service.js';
import { RoomLog } from '../storage/room-log.js';
import { EventPageCache } from './event-page-cache.js';
import { RoomDataProviders, type RoomSnapshotData } from './room-data-providers.js';
import { RoomViews } from './room-views.js';

/** `room` was read after the socket subscribed. */
export interface SnapshotRequest extends OpenedRoom {
  readonly userId: string | null;
  /** Last seq that the client has; undefined: none. */
  readonly afterSeq: number | undefined;
}

type RoomState =
  | { readonly kind: 'events'; readonly seq: number; readonly events: RoomEvent[] }
  | { readonly kind: 'fresh'; readonly seq: number; readonly snapshot: RoomSnapshotData };

/** Builds the reply to a client that opens a room: the events it misses, or fresh lists. */
@Injectable()
export class RoomSnapshots implements OnModuleInit {
  private readonly eventPages = new EventPageCache();

  constructor(
    private readonly log: RoomLog,
    private readonly providers: RoomDataProviders,
    private readonly views: RoomViews,
    private readonly presence: Presence,
    private readonly access: RoomAccess,
    private readonly unitOfWork: UnitOfWork,
    private readonly bus: Bus,
  ) {}

  onModuleInit(): void {
    this.bus.subscribe(USER_CHANGED_TOPIC, () => this.eventPages.clear());
  }

  async of({ room, role, isMember, mutedUntil, userId, afterSeq }: SnapshotRequest): Promise<RoomSnapshot> {
    const { seq, ...read } = await this.readState(room, afterSeq);
    const [view, liveState, viewerState, reachability] = await Promise.all([
      this.views.of(room),
      this.providers.liveState(room.id, userId),
      userId === null ? {} : this.providers.viewerState(room.id, userId),
      this.reachability(room, userId),
    ]);
    const state =
      read.kind === 'events'
        ? { kind: read.kind, events: preEncoded(read.events) as EventView[] }
        : { kind: read.kind, ...(userId === null ? read.snapshot : await this.providers.read(read.snapshot, userId)) };
    return {
      room: view,
      role,
      ...(userId !== null && !isMember && { isOutsider: true as const }),
      ...(mutedUntil !== null && { mutedUntil }),
      ...reachability,
      ...viewerState,
      seq,
      state,
      presence: preEncoded(this.presence.viewOf(room.id)),
      ...liveState,
    };
  }

  /**
   * Reads the lists in one transaction with their seq. Events need none, because committed events don't change.
   * @throws Rejection ROOMS_NOT_FOUND
   */
  private async readState({ id: roomId, lastSeq: seq }: Room, afterSeq: number | undefined): Promise<RoomState> {
    // A seq beyond the log head comes from another database, so the client has nothing usable.
    const missing = afterSeq === undefined || afterSeq > seq ? Infinity : seq - afterSeq;
    if (missing === 0) return { kind: 'events', seq, events: [] };
    if (missing <= LIMITS.catchUpEvents) {
      const page = { roomId, afterSeq: seq - missing, count: missing };
      const events = await this.eventPages.of(page, () => this.log.since(roomId, page.afterSeq, missing));
      if (events.length === missing) return { kind: 'events', seq, events };
    }
    return this.unitOfWork.readConsistently(async () => {
      const seqOfLists = await this.log.lastSeq(roomId);
      return { kind: 'fresh', seq: seqOfLists, snapshot: await this.providers.snapshot(roomId) };
    });
  }

  private async reachability({ id, kind }: Room, userId: string | null): Promise<Pick<RoomSnapshot, 'isUnreachable'>> {
    const access = kind === 'direct' && userId !== null ? await this.access.getFresh(userId, id) : null;
    return access?.isBlocked ? { isUnreachable: true } : {};
  }
}
