import type { PersonView } from '@visionary/contract';

/** One node's sockets in one room, as others are told of them. */
export interface Crowd {
  readonly people: readonly PersonView[];
  readonly visitors: number;
}

interface Seen {
  person: PersonView;
  pages: number;
}

const isSame = (a: PersonView, b: PersonView): boolean =>
  a === b || (a.id === b.id && a.name === b.name && a.picture === b.picture);

/** The sockets in one room, counted as they come and go: a second page of somebody changes nothing for anybody. */
export class RoomCrowd {
  private readonly sockets = new Map<string, string | null>();
  private readonly seen = new Map<string, Seen>();
  private visitors = 0;

  get isEmpty(): boolean {
    return this.sockets.size === 0;
  }

  /** @returns whether others see something else now */
  enter(socketId: string, person: PersonView | null): boolean {
    const before = this.sockets.get(socketId);
    if (before === undefined) return this.add(socketId, person);
    if (before === null ? person === null : before === person?.id) return person !== null && this.know(person);
    const goes = this.leave(socketId);
    return this.add(socketId, person) || goes;
  }

  /** @returns whether others see something else now */
  leave(socketId: string): boolean {
    const personId = this.sockets.get(socketId);
    if (!this.sockets.delete(socketId)) return false;
    const seen = typeof personId === 'string' ? this.seen.get(personId) : undefined;
    if (!seen) this.visitors -= 1;
    else if (--seen.pages === 0) this.seen.delete(seen.person.id);
    return !seen || seen.pages === 0;
  }

  /** @returns whether others see something else now */
  know(person: PersonView): boolean {
    const seen = this.seen.get(person.id);
    if (!seen || isSame(seen.person, person)) return false;
    seen.person = person;
    return true;
  }

  /** In the order in which they came. */
  view(): Crowd {
    return { people: [...this.seen.values()].map(({ person }) => person), visitors: this.visitors };
  }

  private add(socketId: string, person: PersonView | null): boolean {
    this.sockets.set(socketId, person?.id ?? null);
    if (!person) {
      this.visitors += 1;
      return true;
    }
    const seen = this.seen.get(person.id);
    if (!seen) {
      this.seen.set(person.id, { person, pages: 1 });
      return true;
    }
    seen.pages += 1;
    return this.know(person);
  }
}

export const isSameCrowd = (a: Crowd, b: Crowd): boolean =>
  a.visitors === b.visitors &&
  a.people.length === b.people.length &&
  a.people.every((person, index) => isSame(person, b.people[index] as PersonView));
