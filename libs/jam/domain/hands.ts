/** Which person writes by which of the document's clients, as far as it is known: null where two were seen to. */
export type KnownHands = readonly (readonly [client: number, personId: string | null])[];

/** A piece of text that one client wrote. `length` in UTF-16 code units. */
export interface Written {
  readonly client: number;
  readonly length: number;
}

/** Each page that opens a document is another client; pages of long ago have hardly a letter left. */
const CLIENTS_AT_MOST = 5_000;

/** Whose the words of a document are. Known since this node opened it: what was written before is nobody's that is known. */
export class Hands {
  private readonly people = new Map<number, string | null>();

  /** @param clients that something new came from. Whoever brings words of another one's client makes it nobody's. */
  note(clients: Iterable<number>, personId: string | null): void {
    for (const client of clients) {
      const known = this.people.get(client);
      if (known === undefined && this.people.size >= CLIENTS_AT_MOST) continue;
      this.people.set(client, known === undefined || known === personId ? personId : null);
    }
  }

  take(known: KnownHands): void {
    for (const [client, personId] of known) this.note([client], personId);
  }

  get known(): KnownHands {
    return [...this.people];
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
