/** Which user writes by which of the document's clients, as far as it is known: null where two were seen to. */
export type ClientUserMap = readonly (readonly [client: number, personId: string | null])[];

/** A piece of text that one client wrote. `length` in UTF-16 code units. */
export interface TextPiece {
  readonly client: number;
  readonly length: number;
}

/** Each page that opens a document is another client. Prompts that can be rendered have fewer characters than this. */
export const CLIENTS_AT_MOST = 5_000;

/** Who wrote by which client of a document. It is stored with the document. */
export class ClientAuthorship {
  private readonly users = new Map<number, string | null>();

  /** @param clients that something new came from. Whoever brings words of another one's client makes it nobody's. */
  schedule(clients: Iterable<number>, userId: string | null): void {
    for (const client of clients) {
      const known = this.users.get(client);
      this.users.set(client, known === undefined || known === userId ? userId : null);
    }
  }

  take(known: ClientUserMap): void {
    for (const [client, userId] of known) this.schedule([client], userId);
  }

  get known(): ClientUserMap {
    return [...this.users];
  }

  get size(): number {
    return this.users.size;
  }

  /** Forgets clients that have nothing left in the document. @param present those that have */
  keepOnly(present: ReadonlySet<number>): void {
    const left = [...this.users].filter(([client]) => present.has(client)).slice(0, CLIENTS_AT_MOST);
    this.users.clear();
    for (const [client, userId] of left) this.users.set(client, userId);
  }

  /** Whether a user wrote something and nothing of it is left. @param present clients that have something left */
  isGone(userId: string, present: ReadonlySet<number>): boolean {
    const own = [...this.users].filter(([, id]) => id === userId || id === null);
    return own.some(([, id]) => id === userId) && !own.some(([client]) => present.has(client));
  }

  /** @returns [from, until, user] of those parts whose hand is known, side by side ones of one user as one */
  of(text: readonly TextPiece[]): [from: number, until: number, personId: string][] {
    const parts: [number, number, string][] = [];
    let at = 0;
    for (const { client, length } of text) {
      const userId = this.users.get(client);
      const last = parts.at(-1);
      if (userId && last?.[1] === at && last[2] === userId) last[1] = at + length;
      else if (userId) parts.push([at, at + length, userId]);
      at += length;
    }
    return parts;
  }
}
