import { type AwarenessEntry, type ClaimedUser, readAwareness, userOf, writeAwareness } from './awareness-message.js';

interface OwnedEntry {
  readonly entry: AwarenessEntry;
  readonly userId: string;
  /** Socket of the client; null when the client is connected to another node. */
  readonly socketId: string | null;
  readonly updatedAt: number;
}

/** The authenticated user of a socket. */
interface User {
  readonly id: string;
  readonly name: string;
}

export type AwarenessResult = { readonly changed: readonly number[] } | 'malformed' | 'forged';

/** Clients renew their state every 15 s. A state of another node that isn't renewed belongs to a node that died. */
const STALE_MS = 20_000;
/** How long a removed state is remembered, so that a delayed update doesn't restore it. */
const TOMBSTONE_MS = 60_000;
/** A client has one document per room, and reopens it now and then. */
const MAX_CLIENTS_PER_SOCKET = 4;
const REMOVED = 'null';

/** The awareness states (text cursors and selections) of one room. */
export class AwarenessState {
  private readonly clients = new Map<number, OwnedEntry>();

  /**
   * Applies an update of a socket of this node. Its states must carry the id and name of its own user.
   * @returns the client ids whose state changed
   */
  applyLocal(update: Uint8Array, socketId: string, user: User, now: number): AwarenessResult {
    const { id: userId } = user;
    const entries = readAwareness(update);
    if (!entries) return 'malformed';
    for (const entry of entries) {
      const claimedUser = userOf(entry);
      if (claimedUser === undefined) return 'malformed';
      const known = this.clients.get(entry.clientId);
      if (claimedUser && !isOwn(claimedUser, user)) return 'forged';
      // The same user may reconnect before the old socket is known to be closed.
      if (known && known.userId !== userId) return 'forged';
      if (!known && this.clientsOf(socketId).length >= MAX_CLIENTS_PER_SOCKET) return 'malformed';
    }
    return { changed: this.merge(entries, now, () => ({ socketId, userId })) };
  }

  /** Applies an update that another node has checked. @returns the client ids whose state changed */
  applyRemote(update: Uint8Array, now: number): readonly number[] {
    return this.merge(readAwareness(update) ?? [], now, (entry) => ({
      socketId: null,
      userId: userOf(entry)?.id ?? '',
    }));
  }

  /** @returns the removed client ids of the socket */
  removeSocket(socketId: string, now: number): readonly number[] {
    return this.remove(this.clientsOf(socketId), now);
  }

  /** @returns the removed client ids of other nodes that weren't renewed */
  removeStale(now: number): readonly number[] {
    for (const [clientId, { entry, updatedAt }] of this.clients) {
      if (entry.json === REMOVED && now - updatedAt > TOMBSTONE_MS) this.clients.delete(clientId);
    }
    const isStale = ({ socketId, updatedAt }: OwnedEntry) => socketId === null && now - updatedAt > STALE_MS;
    return this.remove(
      [...this.clients].filter(([, client]) => isStale(client)).map(([clientId]) => clientId),
      now,
    );
  }

  encode(clientIds: readonly number[]): Uint8Array {
    return writeAwareness(clientIds.flatMap((clientId) => this.clients.get(clientId)?.entry ?? []));
  }

  /** Whether one of these clients was removed. No newer update follows a removal, so it must not be dropped. */
  hasRemoved(clientIds: readonly number[]): boolean {
    return clientIds.some((clientId) => this.clients.get(clientId)?.entry.json === REMOVED);
  }

  /** The states of all present clients as one update; undefined when there are none. */
  get present(): Uint8Array | undefined {
    const clientIds = [...this.clients].filter(([, { entry }]) => entry.json !== REMOVED).map(([id]) => id);
    return clientIds.length ? this.encode(clientIds) : undefined;
  }

  get isEmpty(): boolean {
    return this.present === undefined;
  }

  get socketIds(): ReadonlySet<string> {
    return new Set([...this.clients.values()].flatMap(({ socketId }) => socketId ?? []));
  }

  private clientsOf(socketId: string): number[] {
    const isOfSocket = ({ entry, socketId: id }: OwnedEntry) => id === socketId && entry.json !== REMOVED;
    return [...this.clients].filter(([, client]) => isOfSocket(client)).map(([clientId]) => clientId);
  }

  private merge(
    entries: readonly AwarenessEntry[],
    now: number,
    ownerOf: (entry: AwarenessEntry) => Pick<OwnedEntry, 'socketId' | 'userId'>,
  ): number[] {
    return entries.flatMap((entry) => {
      const known = this.clients.get(entry.clientId);
      if (known ? !isNewer(entry, known.entry) : entry.json === REMOVED) return [];
      this.clients.set(entry.clientId, { ...known, ...ownerOf(entry), entry, updatedAt: now });
      return [entry.clientId];
    });
  }

  private remove(clientIds: readonly number[], now: number): readonly number[] {
    for (const clientId of clientIds) {
      const client = this.clients.get(clientId);
      if (!client) continue;
      const entry = { clientId, clock: client.entry.clock + 1, json: REMOVED };
      this.clients.set(clientId, { ...client, entry, updatedAt: now });
    }
    return clientIds;
  }
}

/** A state without a name is allowed, because it isn't shown. */
const isOwn = ({ id, name }: ClaimedUser, user: User): boolean =>
  id === user.id && (name === undefined || name === user.name);

/** As in y-protocols: a client may be removed with its present clock. */
const isNewer = (entry: AwarenessEntry, known: AwarenessEntry): boolean =>
  entry.clock > known.clock || (entry.clock === known.clock && entry.json === REMOVED && known.json !== REMOVED);
