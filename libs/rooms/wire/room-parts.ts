import { Injectable } from '@nestjs/common';
import type { CardFacts, RoomLists, RoomMine, RoomPart, RoomPresent } from './room-part.js';

const NO_LISTS: RoomLists = { messages: [], moreMessages: false, takes: [], moreTakes: false };
const NOTHING_NOW: RoomPresent = { document: new Uint8Array(), queue: [], lineEnd: { before: 0 }, previews: [] };
const NO_FACTS: CardFacts = { rendering: null, lastPicture: null, lastTakeAt: null, lastMessage: null };

/** Puts a room together from what the slices show of it, without knowing the slices. */
@Injectable()
export class RoomParts {
  private readonly parts: RoomPart[] = [];

  add(part: RoomPart): void {
    this.parts.push(part);
  }

  async lists(roomId: string): Promise<RoomLists> {
    const lists = { ...NO_LISTS };
    // One after the other: they share one transaction and so one connection.
    for (const part of this.parts) Object.assign(lists, await part.lists?.(roomId));
    return lists;
  }

  /** The lists as this person reads them; they themselves stay as they are. */
  async read(lists: RoomLists, personId: string): Promise<RoomLists> {
    const given = await Promise.all(this.parts.map(async (part) => part.read?.(lists, personId)));
    return Object.assign({ ...lists }, ...given) as RoomLists;
  }

  async present(roomId: string, personId: string | null): Promise<RoomPresent> {
    const given = await Promise.all(this.parts.map(async (part) => part.present?.(roomId, personId)));
    return Object.assign({ ...NOTHING_NOW }, ...given) as RoomPresent;
  }

  async mine(roomId: string, personId: string): Promise<Partial<RoomMine>> {
    const given = await Promise.all(this.parts.map(async (part) => part.mine?.(roomId, personId)));
    return Object.assign({}, ...given) as Partial<RoomMine>;
  }

  async cards(roomIds: readonly string[]): Promise<(roomId: string) => CardFacts> {
    const given = await Promise.all(this.parts.map(async (part) => part.cards?.(roomIds)));
    return (roomId) => Object.assign({ ...NO_FACTS }, ...given.map((facts) => facts?.get(roomId))) as CardFacts;
  }
}
