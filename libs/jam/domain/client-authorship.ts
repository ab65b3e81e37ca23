/** Which user writes with which Yjs client id. Null when two users claimed the same client id. */
export type ClientUserMap = readonly (readonly [client: number, userId: string | null])[];

/** A piece of text that one client wrote, at its `clock`. `length` in UTF-16 code units. */
export interface TextPiece {
  readonly client: number;
  readonly clock: number;
  readonly length: number;
}

/** Each opening of a document uses a new client id. A prompt that can be rendered has fewer characters than this. */
export const MAX_CLIENTS = 5_000;

/** The users behind the client ids of one document. Stored with the document. */
export class ClientAuthorship {
  private readonly users = new Map<number, string | null>();

  /** @param clients that wrote something new. A client id that another user already has becomes nobody's. */
  record(clients: Iterable<number>, userId: string | null): void {
    for (const client of clients) {
      const known = this.users.get(client);
      this.users.set(client, known === undefined || known === userId ? userId : null);
    }
  }

  merge(entries: ClientUserMap): void {
    for (const [client, userId] of entries) this.record([client], userId);
  }

  get entries(): ClientUserMap {
    return [...this.users];
  }

  /** Null for a client that is unknown, or that two users claimed. */
  userOf(client: number): string | null {
    return this.users.get(client) ?? null;
  }

  /** The clients that a user writes with. */
  clientsOf(userId: string): number[] {
    return [...this.users].flatMap(([client, id]) => (id === userId ? client : []));
  }

  get size(): number {
    return this.users.size;
  }

  /** Forgets clients without content in the document. @param present clients with content */
  prune(present: ReadonlySet<number>): void {
    const remaining = [...this.users].filter(([client]) => present.has(client)).slice(0, MAX_CLIENTS);
    this.users.clear();
    for (const [client, userId] of remaining) this.users.set(client, userId);
  }

  /** @returns [from, until, user] of the spans with a known author, adjacent spans of one user merged */
  spansOf(text: readonly Omit<TextPiece, 'clock'>[]): [from: number, until: number, userId: string][] {
    const spans: [number, number, string][] = [];
    let at = 0;
    for (const { client, length } of text) {
      const userId = this.users.get(client);
      const last = spans.at(-1);
      if (userId && last?.[1] === at && last[2] === userId) last[1] = at + length;
      else if (userId) spans.push([at, at + length, userId]);
      at += length;
    }
    return spans;
  }
}
