import {
  type AwarenessEntry,
  type ClaimedPerson,
  personOf,
  readAwareness,
  writeAwareness,
} from './awareness-message.js';

interface Hand {
  readonly entry: AwarenessEntry;
  readonly personId: string;
  /** Of the page that speaks for it; null on a node that only hears of it. */
  readonly socketId: string | null;
  readonly heardAt: number;
}

/** Who speaks, as the server knows them. */
interface Person {
  readonly id: string;
  readonly name: string;
}

export type AwarenessVerdict = { readonly changed: readonly number[] } | 'malformed' | 'forged';

/** A page renews its hand every 15 s; what is not renewed was left behind by a node that died. */
const SILENT_MS = 20_000;
/** How long a hand that is gone is remembered, so that a late word of it does not bring it back. */
const GONE_MS = 60_000;
/** A page has one document a room, and a new one now and then. */
const HANDS_PER_SOCKET = 4;
const GONE = 'null';

/** Whose hands move in one room's document. */
export class AwarenessBoard {
  private readonly hands = new Map<number, Hand>();

  /**
   * A page speaks. Its hands carry its own person's name, and nobody else's.
   * @returns whose state is a new one
   */
  say(update: Uint8Array, socketId: string, person: Person, now: number): AwarenessVerdict {
    const { id: personId } = person;
    const entries = readAwareness(update);
    if (!entries) return 'malformed';
    for (const entry of entries) {
      const claimed = personOf(entry);
      if (claimed === undefined) return 'malformed';
      const known = this.hands.get(entry.clientId);
      if (claimed && !isTheirOwn(claimed, person)) return 'forged';
      // The same person may come back by another socket before the old one is known to be gone.
      if (known && known.personId !== personId) return 'forged';
      if (!known && this.of(socketId).length >= HANDS_PER_SOCKET) return 'malformed';
    }
    return { changed: this.keep(entries, now, () => ({ socketId, personId })) };
  }

  /** Another node has heard it, and looked at it. */
  hear(update: Uint8Array, now: number): readonly number[] {
    return this.keep(readAwareness(update) ?? [], now, (entry) => ({
      socketId: null,
      personId: personOf(entry)?.id ?? '',
    }));
  }

  /** @returns the hands that went with the socket. */
  leave(socketId: string, now: number): readonly number[] {
    return this.end(this.of(socketId), now);
  }

  /** @returns the hands of other nodes that nobody renewed. */
  leaveSilent(now: number): readonly number[] {
    for (const [clientId, { entry, heardAt }] of this.hands) {
      if (entry.json === GONE && now - heardAt > GONE_MS) this.hands.delete(clientId);
    }
    const isSilent = ({ socketId, heardAt }: Hand) => socketId === null && now - heardAt > SILENT_MS;
    return this.end(
      [...this.hands].filter(([, hand]) => isSilent(hand)).map(([clientId]) => clientId),
      now,
    );
  }

  encode(clientIds: readonly number[]): Uint8Array {
    return writeAwareness(clientIds.flatMap((clientId) => this.hands.get(clientId)?.entry ?? []));
  }

  /** Whether one of these has left: news that must not be lost, for nothing newer would follow it. */
  hasGone(clientIds: readonly number[]): boolean {
    return clientIds.some((clientId) => this.hands.get(clientId)?.entry.json === GONE);
  }

  /** Everybody's, for whoever arrives; undefined when there is nobody. */
  get everybody(): Uint8Array | undefined {
    const present = [...this.hands].filter(([, { entry }]) => entry.json !== GONE).map(([clientId]) => clientId);
    return present.length ? this.encode(present) : undefined;
  }

  get isEmpty(): boolean {
    return this.everybody === undefined;
  }

  get socketIds(): ReadonlySet<string> {
    return new Set([...this.hands.values()].flatMap(({ socketId }) => socketId ?? []));
  }

  private of(socketId: string): number[] {
    const isTheirs = ({ entry, socketId: owner }: Hand) => owner === socketId && entry.json !== GONE;
    return [...this.hands].filter(([, hand]) => isTheirs(hand)).map(([clientId]) => clientId);
  }

  private keep(
    entries: readonly AwarenessEntry[],
    now: number,
    owner: (entry: AwarenessEntry) => Pick<Hand, 'socketId' | 'personId'>,
  ): number[] {
    return entries.flatMap((entry) => {
      const known = this.hands.get(entry.clientId);
      if (known ? !isNewer(entry, known.entry) : entry.json === GONE) return [];
      this.hands.set(entry.clientId, { ...known, ...owner(entry), entry, heardAt: now });
      return [entry.clientId];
    });
  }

  private end(clientIds: readonly number[], now: number): readonly number[] {
    for (const clientId of clientIds) {
      const hand = this.hands.get(clientId);
      if (!hand) continue;
      const entry = { clientId, clock: hand.entry.clock + 1, json: GONE };
      this.hands.set(clientId, { ...hand, entry, heardAt: now });
    }
    return clientIds;
  }
}

/** A hand without a name shows nowhere; under another name it would be read as somebody else's. */
const isTheirOwn = ({ id, name }: ClaimedPerson, person: Person): boolean =>
  id === person.id && (name === undefined || name === person.name);

/** As the protocol has it: a hand may leave at its own clock. */
const isNewer = (entry: AwarenessEntry, known: AwarenessEntry): boolean =>
  entry.clock > known.clock || (entry.clock === known.clock && entry.json === GONE && known.json !== GONE);
