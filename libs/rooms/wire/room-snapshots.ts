import { Injectable } from '@nestjs/common';
import { LIMITS, type Role, type RoomSnapshot } from '@visionary/contract';
import { Presence } from '@visionary/platform/realtime';
import type { Room } from '../domain/room.js';
import { ReadRoom } from '../usecases/read-room.js';
import { RoomParts } from './room-parts.js';
import { RoomViews, viewOfEvent } from './room-views.js';

export interface Arrival {
  readonly room: Room;
  readonly role: Role;
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
  ) {}

  async of({ room, role, personId, afterSeq }: Arrival): Promise<RoomSnapshot> {
    const reading = { roomId: room.id, afterSeq, atMost: LIMITS.catchUpEvents };
    const read = await this.readRoom.run(reading, () => this.parts.lists(room.id));
    const [view, present] = await Promise.all([this.views.of(room), this.parts.present(room.id, personId)]);
    const state =
      read.kind === 'events'
        ? { kind: read.kind, events: read.events.map(viewOfEvent) }
        : { kind: read.kind, ...read.lists };
    return { room: view, role, seq: read.seq, state, presence: this.presence.of(room.id), ...present };
  }
}
