import type { Person } from './person.js';

/** Port: people by a part of their name. */
export abstract class PeopleSearch {
  /**
   * Whose shown name has `folded` in it, those first whom it begins; and who signs in with exactly it. A sign-in name that
   * is not shown may say more about somebody than they want to tell: no part of it finds them.
   * @param among only these people; null: everybody
   */
  abstract find(folded: string, among: readonly string[] | null, limit: number): Promise<Person[]>;
}

/** Who can see what happens in a room, as far as whoever asks may know. */
export interface Circle {
  readonly memberIds: readonly string[];
  /** Whether everybody else sees it, too. */
  readonly isOpen: boolean;
}

/** Where the slice that knows rooms says who can see one; until then none can be asked for. */
export class RoomCircles {
  private read: ((roomId: string, askerId: string) => Promise<Circle | null>) | undefined;

  /** @param read gives null where there is no such room, or whoever asks must not see it */
  use(read: (roomId: string, askerId: string) => Promise<Circle | null>): void {
    this.read = read;
  }

  async of(roomId: string, askerId: string): Promise<Circle | null> {
    return (await this.read?.(roomId, askerId)) ?? null;
  }
}
