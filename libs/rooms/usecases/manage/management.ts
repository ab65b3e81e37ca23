import { Injectable } from '@nestjs/common';
import { Rejection, UnitOfWork } from '@visionary/kernel';
import { nobody, People, type Person } from '../../domain/person.js';
import { type Leaving, type RoomEvent, RightsChanged } from '../../domain/room-event.js';
import { Members } from '../../domain/rooms.js';
import { RoomLog } from '../room-log.js';

/** What every command of whoever manages a room says. The caller has checked that they may. */
export interface Order {
  readonly roomId: string;
  readonly clientId: string;
  readonly by: Person;
}

export interface Deed {
  /** A type of the contract's LOG_PAYLOADS, and what it holds. */
  readonly type: string;
  readonly payload: object;
  /** In the same transaction, while the room is held: nobody else manages it before this is committed. Refuses by throwing. */
  readonly work: (at: number) => Promise<void>;
  /** Whose rights it changes; null: everybody's; undefined: nobody's. */
  readonly about?: string | null;
  readonly how?: Leaving;
  /** See UnitOfWork.run: named beforehand, so that nobody's turn is lost over it. */
  readonly touches?: readonly string[];
}

/** How a room is managed: once for each clientId, one after the other, with an event of the log for each. */
@Injectable()
export class Management {
  constructor(
    private readonly log: RoomLog,
    private readonly people: People,
    private readonly members: Members,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /**
   * @returns the event, on a retry the first one
   * @throws what `work` throws, and Rejection ROOMS_NOT_OWNER when the right was taken meanwhile; nothing has happened then
   */
  run({ roomId, clientId, by }: Order, { type, payload, work, about, how, touches }: Deed): Promise<RoomEvent> {
    const manage = async () => {
      // The event first: it holds the room, so that two owners cannot take each other's right at the same moment.
      const event = await this.log.append({ roomId, clientId, type, actorId: by.id, payload: () => payload });
      if (how !== 'left') await this.requireStillMay(roomId, by.id);
      await work(event.at);
      if (about !== undefined) this.unitOfWork.announce(new RightsChanged(roomId, about, how ?? null));
      return event;
    };
    return this.log.once(by.id, clientId, manage, touches);
  }

  /** What this command has become already. */
  firstOf({ by, clientId }: Order): Promise<RoomEvent | null> {
    return this.log.firstOf(by.id, clientId);
  }

  /** Once more, now that nobody else manages the room; to go needs no right. */
  private async requireStillMay(roomId: string, personId: string): Promise<void> {
    if (!(await this.members.manages(roomId, personId))) throw new Rejection('ROOMS_NOT_OWNER');
  }

  /** The one it is about, as others see them. */
  async person(personId: string): Promise<Person> {
    return (await this.people.byIds([personId])).get(personId) ?? nobody(personId);
  }

  /** @throws Rejection FORBIDDEN: whoever wants this for themselves leaves, or asks another owner */
  refuseOneself({ by }: Order, personId: string): void {
    if (by.id === personId) throw new Rejection('FORBIDDEN');
  }
}
