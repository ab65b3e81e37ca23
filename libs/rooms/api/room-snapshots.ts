import { Injectable } from '@nestjs/common';
import { LIMITS, type Role, type RoomEvent as EventView, type RoomSnapshot } from '@visionary/contract';
import { preEncoded, Presence, RoomAccess } from '@visionary/platform/realtime';
import type { Room } from '../domain/room.js';
import { ReadRoom } from '../use-cases/read-room.js';
import { RoomDataProviders } from './room-data-providers.js';
import { RoomViews } from './room-views.js';

export interface Arrival {
  /** As it is while the page hears it already. */
  readonly room: Room;
  readonly role: Role;
  /** Null, or in the future. */
  readonly mutedUntil: number | null;
  readonly userId: string | null;
  /** Last seq this page has seen; undefined: it knows nothing. */
  readonly afterSeq: number | undefined;
}

/** One reply that puts whoever arrives into the present. */
@Injectable()
export class RoomSnapshots {
  constructor(
    private readonly readRoom: ReadRoom,
    private readonly parts: RoomDataProviders,
    private readonly views: RoomViews,
    private readonly presence: Presence,
    private readonly access: RoomAccess,
  ) {}

  async of({ room, role, mutedUntil, userId, afterSeq }: Arrival): Promise<RoomSnapshot> {
    const reading = { roomId: room.id, lastSeq: room.lastSeq, afterSeq, atMost: LIMITS.catchUpEvents };
    const read = await this.readRoom.run(reading, () => this.parts.snapshot(room.id));
    const [view, present, mine, reach] = await Promise.all([
      this.views.of(room),
      this.parts.liveState(room.id, userId),
      userId === null ? {} : this.parts.viewerState(room.id, userId),
      this.reach(room, userId),
    ]);
    const state =
      read.kind === 'events'
        ? { kind: read.kind, events: preEncoded(read.events) as EventView[] }
        : { kind: read.kind, ...(userId === null ? read.snapshot : await this.parts.read(read.snapshot, userId)) };
    const silence = mutedUntil === null ? {} : { mutedUntil };
    const presence = preEncoded(this.presence.of(room.id));
    return { room: view, role, ...silence, ...reach, ...mine, seq: read.seq, state, presence, ...present };
  }

  private async reach({ id, kind }: Room, userId: string | null): Promise<Pick<RoomSnapshot, 'isUnreachable'>> {
    const standing = kind === 'direct' && userId !== null ? await this.access.getFresh(userId, id) : null;
    return standing?.isBlocked ? { isUnreachable: true } : {};
  }
}
