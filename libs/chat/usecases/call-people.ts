import { Injectable } from '@nestjs/common';
import { mentionsIn } from '@visionary/kernel';
import { nobody, People } from '@visionary/rooms';
import { ChatLimits } from '../domain/limits.js';
import type { Author } from '../domain/message.js';
import { type Hearer, Places } from '../domain/places.js';

export interface Called {
  /** In the order of the text; only those who may see the room. */
  readonly people: readonly Hearer[];
  readonly everybody: boolean;
}

/** Whom a text calls. */
@Injectable()
export class CallPeople {
  constructor(
    private readonly places: Places,
    private readonly people: People,
    private readonly limits: ChatLimits,
  ) {}

  async run(roomId: string, authorId: string, text: string): Promise<Called> {
    const { people: ids, everybody } = mentionsIn(text, this.limits.mentionsPerMessage);
    const hearers = await this.places.hearersAmong(roomId, authorId, ids);
    const known = new Map(hearers.map((hearer) => [hearer.personId, hearer]));
    return { people: ids.map((id) => known.get(id)).filter((hearer) => hearer !== undefined), everybody };
  }

  /** As others see them, in the same order; no query where nobody is called. */
  async names({ people }: Called): Promise<Author[]> {
    if (people.length === 0) return [];
    const ids = people.map(({ personId }) => personId);
    const known = await this.people.byIds(ids);
    return ids.map((id) => known.get(id) ?? nobody(id));
  }
}
