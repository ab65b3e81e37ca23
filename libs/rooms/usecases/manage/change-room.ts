import { Injectable } from '@nestjs/common';
import { CheckFields } from '@visionary/safety';
import type { Aspects } from '../../domain/room.js';
import type { RoomEvent } from '../../domain/room-event.js';
import { Rooms } from '../../domain/rooms.js';
import { roomSubject } from '../../domain/subjects.js';
import { Management, type Order } from './management.js';

/** Name, topic, visibility, language, and what newcomers may do. */
@Injectable()
export class ChangeRoom {
  constructor(
    private readonly management: Management,
    private readonly rooms: Rooms,
    private readonly fields: CheckFields,
  ) {}

  /** @throws Rejection SAFETY_WORDS, and as Management */
  async run(order: Order, wanted: Partial<Aspects>): Promise<RoomEvent> {
    const first = await this.management.firstOf(order);
    if (first) return first;
    const { said: changes, flag } = await this.fields.run<Partial<Aspects>>(
      { names: ['name'], titles: ['topic'] },
      wanted,
    );
    const work = async () => {
      await this.rooms.change(order.roomId, changes);
      await flag({ kind: 'room', id: order.roomId });
    };
    const touches = [roomSubject(order.roomId)];
    const deed = { type: 'rooms.changed', payload: { by: order.by, changes }, work, touches };
    return this.management.run(order, changes.visibility === undefined ? deed : { ...deed, about: null });
  }
}
