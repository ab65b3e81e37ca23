import * as Y from 'yjs';

/** Unconfirmed updates of a room's document. */
export interface UnsyncedUpdate {
  readonly userId: string;
  readonly roomId: string;
  readonly update: Uint8Array;
  readonly at: number;
}

/** Storage that outlives the page. Every call rejects if the browser has no storage. */
export interface UnsyncedStorage {
  all(): Promise<readonly (readonly [key: string, stored: UnsyncedUpdate])[]>;
  put(key: string, stored: UnsyncedUpdate): Promise<void>;
  remove(key: string): Promise<void>;
}

interface Ports {
  readonly storage: UnsyncedStorage;
  readonly roomId: string;
  /** Identifies this document among all tabs. */
  readonly key: string;
  now(): number;
}

/** Online, updates are confirmed sooner than this and need no storage. */
const SAVED_AFTER_MS = 300;
/** Older edits are discarded, because the prompt has changed since. */
const MAX_AGE_MS = 7 * 24 * 3_600_000;

/**
 * Stores edits of a document across reloads until the server confirms them. Yjs updates can be applied any number of
 * times, in any tab, so it is harmless if a stored edit had arrived.
 */
export class UnsyncedEdits {
  /** The user who edits; null for viewers. */
  private owner: string | null = null;
  private unconfirmed: readonly Uint8Array[] = [];
  private isStored = false;
  private isRejected = false;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private saving: Promise<unknown> = Promise.resolve();

  constructor(private readonly ports: Ports) {}

  /** The unconfirmed updates at present. */
  setUnconfirmed(unconfirmed: readonly Uint8Array[]): void {
    this.unconfirmed = unconfirmed;
    if (this.isRejected) return;
    if (unconfirmed.length > 0) this.timer ??= setTimeout(() => void this.save(), SAVED_AFTER_MS);
    else if (this.isStored) void this.save();
    else this.clearTimer();
  }

  /** Writes to storage at once, because the page may be closed. */
  save(): Promise<unknown> {
    this.clearTimer();
    const { owner: userId, unconfirmed } = this;
    const { storage, key, roomId, now } = this.ports;
    if (this.isRejected || userId === null || (unconfirmed.length === 0 && !this.isStored)) return this.saving;
    this.isStored = unconfirmed.length > 0;
    return this.enqueue(() =>
      unconfirmed.length > 0
        ? storage.put(key, { userId, roomId, update: Y.mergeUpdates([...unconfirmed]), at: now() })
        : storage.remove(key),
    );
  }

  /** The server rejected the edits. */
  reject(): void {
    this.clearTimer();
    this.isRejected = true;
    void this.enqueue(() => this.ports.storage.remove(this.ports.key));
  }

  /**
   * Passes edits that other pages of this user left for this room to `applyUpdate`, which returns whether it applied them. From
   * then on they are stored as edits of this document.
   * @returns whether the server lacks any of them
   */
  async restore(userId: string, applyUpdate: (update: Uint8Array) => boolean): Promise<boolean> {
    this.owner = userId;
    const all = await this.ports.storage.all().catch(() => []);
    const isOld = ({ at }: UnsyncedUpdate) => at < this.ports.now() - MAX_AGE_MS;
    const isMine = (stored: UnsyncedUpdate) => stored.userId === userId && stored.roomId === this.ports.roomId;
    const others = all.filter(([key]) => key !== this.ports.key);
    const before = this.unconfirmed.length;
    const obsolete = others.filter(([, stored]) => isOld(stored) || (isMine(stored) && applyUpdate(stored.update)));
    const hasRestored = this.unconfirmed.length > before;
    // Stored here before it is deleted there.
    await this.save();
    for (const [key] of obsolete) void this.enqueue(() => this.ports.storage.remove(key));
    return hasRestored;
  }

  private clearTimer(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  private enqueue(work: () => Promise<void>): Promise<unknown> {
    // Without free storage they live as long as the page.
    return (this.saving = this.saving.then(work).catch(() => undefined));
  }
}
