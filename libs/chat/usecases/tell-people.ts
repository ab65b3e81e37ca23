import { Injectable } from '@nestjs/common';
import { NewsRead } from '@visionary/accounts';
import { UnitOfWork } from '@visionary/kernel';
import { MarkMoved, Marks } from '../domain/marks.js';
import type { StoredMessage } from '../domain/messages.js';
import { Notifications } from '../domain/notifications.js';
import { Places } from '../domain/places.js';
import type { Called } from './call-people.js';
import { NotifyPeople, type Reasons } from './notify-people.js';

/** Inside the transaction that says something: tells those whom it calls, and marks the room read for who says it. */
@Injectable()
export class TellPeople {
  constructor(
    private readonly places: Places,
    private readonly marks: Marks,
    private readonly notifications: Notifications,
    private readonly notify: NotifyPeople,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** @param answered author of the message that this one answers */
  async said(message: StoredMessage, called: Called, answered?: string): Promise<void> {
    const { roomId, authorId, seq, at } = message;
    if (await this.marks.raise(roomId, authorId, seq)) this.unitOfWork.announce(new MarkMoved(roomId, authorId));
    if (await this.notifications.readIn(roomId, authorId, seq, at)) {
      this.unitOfWork.announce(new NewsRead([authorId]));
    }
    await this.notify.run(message, await this.reasonsOf(message, called, answered));
  }

  /** Those whom it calls only now; nobody is told twice, and everybody is not called anew. */
  async edited(message: StoredMessage, called: Called): Promise<void> {
    if (called.people.length === 0) return;
    const told = await this.notifications.toldOf(message.id);
    const fresh = called.people.filter(({ personId }) => !told.has(personId));
    await this.notify.run(message, [[fresh, 'mention']]);
    for (const { personId } of fresh) this.unitOfWork.announce(new MarkMoved(message.roomId, personId));
  }

  /** Called by name, answered, called with everybody or written to alone. */
  private async reasonsOf(
    { roomId, authorId }: StoredMessage,
    { people, everybody }: Called,
    answered?: string,
  ): Promise<Reasons> {
    const isDirect = (await this.places.kindOf(roomId)) === 'direct';
    const replied = answered === undefined ? [] : await this.places.hearersAmong(roomId, authorId, [answered]);
    const members = everybody || isDirect ? await this.places.members(roomId, authorId) : [];
    return [
      [people, 'mention'],
      [replied, 'reply'],
      [members, isDirect ? 'direct' : 'everybody'],
    ];
  }
}
