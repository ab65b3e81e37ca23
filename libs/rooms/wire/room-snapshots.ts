import { Injectable } from '@nestjs/common';
import { LIMITS, type Role, type RoomEvent as EventView, type RoomSnapshot } from '@visionary/contract';
import { encodedOnce, Presence, RoomAccess } from '@visionary/platform/realtime';
import type { Room } from '../domain/room.js';
import { ReadRoom } from '../usecases/read-room.js';
import { RoomParts } from './room-parts.js';
import { RoomViews } from './room-views.js';

export interface Arrival {
  /** As it is while the page hears it already. */
  readonly room: Room;
  readonly role: Role;
  /** Null, or in the future. */
  readonly mutedUntil: number | null;
  readonly personId: string | null;
  /** Last seq this page has seen; undefined: it knows nothing. */
  readonly afterSeq: number | undefined;
}

/** One reply that puts whoever arrives into the present. */
@Injectable()
export class RoomSnapshots {
  constructor(
    private readonly readRoom: ReadRoom,
    private readonly parts: RoomParts,
    private readonly views: RoomViews,
    private readonly presence: Presence,
    private readonly access: RoomAccess,
  ) {}

  async of({ room, role, mutedUntil, personId, afterSeq }: Arrival): Promise<RoomSnapshot> {
    const reading = { roomId: room.id, lastSeq: room.lastSeq, afterSeq, atMost: LIMITS.catchUpEvents };
    const read = await this.readRoom.run(reading, () => this.parts.lists(room.id));
    const [view, present, mine, reach] = await Promise.all([
      this.views.of(room),
      this.parts.present(room.id, personId),
      personId === null ? {} : this.parts.mine(room.id, personId),
      this.reach(room, personId),
    ]);
    const state =
      read.kind === 'events'
        ? { kind: read.kind, events: encodedOnce(read.events) as EventView[] }
        : { kind: read.kind, ...(personId === null ? read.lists : await this.parts.read(read.lists, personId)) };
    const silence = mutedUntil === null ? {} : { mutedUntil };
    const presence = encodedOnce(this.presence.of(room.id));
    return { room: view, role, ...silence, ...reach, ...mine, seq: read.seq, state, presence, ...present };
  }

  private async reach({ id, kind }: Room, personId: string | null): Promise<Pick<RoomSnapshot, 'isUnreachable'>> {
    const standing = kind === 'direct' && personId !== null ? await this.access.standingNow(personId, id) : null;
    return standing?.isUnreachable ? { isUnreachable: true } : {};
  }
}
