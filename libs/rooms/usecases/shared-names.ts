import { nobody, type People, type Person } from '../domain/person.js';

/** As for SharedPages: for those who come back together, and too short for anybody to see an old name. */
const KEPT_MS = 250;
const NAMES_AT_MOST = 2_000;

/** The same few owners are named to everybody who comes into a room: whom one question has named serve all of that moment. */
export class SharedNames {
  private readonly known = new Map<string, Person>();
  private forgetting: NodeJS.Timeout | undefined;

  constructor(private readonly people: People) {}

  /** @returns everybody, also who is gone; at most one query */
  async of(ids: Iterable<string>): Promise<(id: string) => Person> {
    const wanted = [...new Set(ids)];
    const named = new Map(wanted.map((id) => [id, this.known.get(id)] as const));
    const unknown = wanted.filter((id) => !named.get(id));
    if (unknown.length > 0) {
      const found = await this.people.byIds(unknown);
      for (const id of unknown) named.set(id, found.get(id));
      this.keep(found.values());
    }
    return (id) => named.get(id) ?? nobody(id);
  }

  /** Somebody shows another name or picture from now on. */
  forget(): void {
    clearTimeout(this.forgetting);
    this.known.clear();
    this.forgetting = undefined;
  }

  private keep(people: Iterable<Person>): void {
    for (const person of people) if (this.known.size < NAMES_AT_MOST) this.known.set(person.id, person);
    this.forgetting ??= setTimeout(() => this.forget(), KEPT_MS).unref();
  }
}
