import { type AwarenessEntry, type ClaimedUser, userOf, readAwareness, writeAwareness } from './awareness-message.js';

interface AwarenessEntryOwner {
  readonly entry: AwarenessEntry;
  readonly userId: string;
  /** Of the page that speaks for it; null on a node that only hears of it. */
  readonly socketId: string | null;
  readonly heardAt: number;
}

/** Who speaks, as the server knows them. */
interface User {
  readonly id: string;
  readonly name: string;
}

export type AwarenessVerdict = { readonly changed: readonly number[] } | 'malformed' | 'forged';

/** A page renews its hand every 15 s; what is not renewed was left behind by a node that died. */
const SILENT_MS = 20_000;
/** How long a hand that is gone is remembered, so that a late word of it does not bring it back. */
const TOMBSTONE_MS = 60_000;
/** A page has one document a room, and a new one now and then. */
const MAX_CLIENTS_PER_SOCKET = 4;
const GONE = 'null';

/** Whose hands move in one room's document. */
export class AwarenessState {
  private readonly hands = new Map<number, AwarenessEntryOwner>();

  /**
   * A page speaks. Its hands carry its own user's name, and nobody else's.
   * @returns whose state is a new one
   */
  applyLocal(update: Uint8Array, socketId: string, user: User, now: number): AwarenessVerdict {
    const { id: userId } = user;
    const entries = readAwareness(update);
    if (!entries) return 'malformed';
    for (const entry of entries) {
      const claimed = userOf(entry);
      if (claimed === undefined) return 'malformed';
      const known = this.hands.get(entry.clientId);
      if (claimed && !isTheirOwn(claimed, user)) return 'forged';
      // The same user may come back by another socket before the old one is known to be gone.
      if (known && known.userId !== userId) return 'forged';
      if (!known && this.of(socketId).length >= MAX_CLIENTS_PER_SOCKET) return 'malformed';
    }
    return { changed: this.keep(entries, now, () => ({ socketId, userId })) };
  }

  /** Another node has heard it, and looked at it. */
  applyRemote(update: Uint8Array, now: number): readonly number[] {
    return this.keep(readAwareness(update) ?? [], now, (entry) => ({
      socketId: null,
      userId: userOf(entry)?.id ?? '',
    }));
  }

  /** @returns the hands that went with the socket. */
  leave(socketId: string, now: number): readonly number[] {
    return this.end(this.of(socketId), now);
  }

  /** @returns the hands of other nodes that nobody renewed. */
  removeStale(now: number): readonly number[] {
    for (const [clientId, { entry, heardAt }] of this.hands) {
      if (entry.json === GONE && now - heardAt > TOMBSTONE_MS) this.hands.delete(clientId);
    }
    const isSilent = ({ socketId, heardAt }: AwarenessEntryOwner) => socketId === null && now - heardAt > SILENT_MS;
    return this.end(
      [...this.hands].filter(([, hand]) => isSilent(hand)).map(([clientId]) => clientId),
      now,
    );
  }

  encode(clientIds: readonly number[]): Uint8Array {
    return writeAwareness(clientIds.flatMap((clientId) => this.hands.get(clientId)?.entry ?? []));
  }

  /** Whether one of these has left: news that must not be lost, for nothing newer would follow it. */
  isGone(clientIds: readonly number[]): boolean {
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
    const isTheirs = ({ entry, socketId: owner }: AwarenessEntryOwner) => owner === socketId && entry.json !== GONE;
    return [...this.hands].filter(([, hand]) => isTheirs(hand)).map(([clientId]) => clientId);
  }

  private keep(
    entries: readonly AwarenessEntry[],
    now: number,
    owner: (entry: AwarenessEntry) => Pick<AwarenessEntryOwner, 'socketId' | 'userId'>,
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
const isTheirOwn = ({ id, name }: ClaimedUser, user: User): boolean =>
  id === user.id && (name === undefined || name === user.name);

/** As the protocol has it: a hand may leave at its own clock. */
const isNewer = (entry: AwarenessEntry, known: AwarenessEntry): boolean =>
  entry.clock > known.clock || (entry.clock === known.clock && entry.json === GONE && known.json !== GONE);
