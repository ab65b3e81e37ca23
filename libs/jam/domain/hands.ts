/** Which person writes by which of the document's clients, as far as it is known: null where two were seen to. */
export type KnownHands = readonly (readonly [client: number, personId: string | null])[];

/** A piece of text that one client wrote. `length` in UTF-16 code units. */
export interface Written {
  readonly client: number;
  readonly length: number;
}

/** Each page that opens a document is another client. Prompts that can be rendered have fewer characters than this. */
export const CLIENTS_AT_MOST = 5_000;

/** Who wrote by which client of a document. It is stored with the document. */
export class Hands {
  private readonly people = new Map<number, string | null>();

  /** @param clients that something new came from. Whoever brings words of another one's client makes it nobody's. */
  note(clients: Iterable<number>, personId: string | null): void {
    for (const client of clients) {
      const known = this.people.get(client);
      this.people.set(client, known === undefined || known === personId ? personId : null);
    }
  }

  take(known: KnownHands): void {
    for (const [client, personId] of known) this.note([client], personId);
  }

  get known(): KnownHands {
    return [...this.people];
  }

  get size(): number {
    return this.people.size;
  }

  /** Forgets clients that have nothing left in the document. @param present those that have */
  keepOnly(present: ReadonlySet<number>): void {
    const left = [...this.people].filter(([client]) => present.has(client)).slice(0, CLIENTS_AT_MOST);
    this.people.clear();
    for (const [client, personId] of left) this.people.set(client, personId);
  }

  /** Whether a person wrote something and nothing of it is left. @param present clients that have something left */
  isGone(personId: string, present: ReadonlySet<number>): boolean {
    const own = [...this.people].filter(([, id]) => id === personId || id === null);
    return own.some(([, id]) => id === personId) && !own.some(([client]) => present.has(client));
  }

  /** @returns [from, until, person] of those parts whose hand is known, side by side ones of one person as one */
  of(text: readonly Written[]): [from: number, until: number, personId: string][] {
    const parts: [number, number, string][] = [];
    let at = 0;
    for (const { client, length } of text) {
      const personId = this.people.get(client);
      const last = parts.at(-1);
      if (personId && last?.[1] === at && last[2] === personId) last[1] = at + length;
      else if (personId) parts.push([at, at + length, personId]);
      at += length;
    }
    return parts;
  }
}
