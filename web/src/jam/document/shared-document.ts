import { JAM_DOCUMENT } from '@visionary/contract';
import { applyAwarenessUpdate, Awareness, encodeAwarenessUpdate, removeAwarenessStates } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { replaceText } from './replace-text.js';

/** The way to the server. Nothing here is called before the first `sync`, nor between `onDisconnect` and the next. */
export interface DocumentTransport {
  /** Resolves when the server has confirmed the update; rejects if it must be sent again or was rejected. */
  sendUpdate(update: Uint8Array): Promise<unknown>;
  /** Newest wins; may be lost. */
  sendAwareness(update: Uint8Array): void;
  /** Handles a failed update. @returns true to retry, false if the server rejects it for good */
  onError(error: unknown): boolean;
  /** Unconfirmed updates, on each change, also before the first `sync` and while offline. */
  onUnconfirmed(updates: readonly Uint8Array[]): void;
}

/** The origin of local changes, the only ones that local undo reverts. */
export const LOCAL_ORIGIN = Symbol('mine');
const FROM_SERVER = Symbol('from the server');
/** The origin of changes from an earlier page load: sent like local ones, but not undoable. */
const FROM_STORAGE = Symbol('from browser storage');
const TICK_MS = 50;
const RETRY_MS = 1_000;

/** The prompt, negative prompt, and settings of a room, edited by several users at once. */
export class SharedDocument {
  readonly doc = new Y.Doc();
  readonly prompt = this.doc.getText(JAM_DOCUMENT.prompt);
  readonly negative = this.doc.getText(JAM_DOCUMENT.negative);
  readonly settings = this.doc.getMap<unknown>(JAM_DOCUMENT.settings);
  readonly awareness = new Awareness(this.doc);
  readonly undo = new Y.UndoManager([this.prompt, this.negative, this.settings], {
    trackedOrigins: new Set([LOCAL_ORIGIN]),
    captureTimeout: 500,
  });
  /** Clients of this user: of this page, and of earlier ones that the server knows. */
  readonly ownClients: Set<number> = new Set([this.doc.clientID]);
  /** This is the document of a visitor. */
  hasShown = false;
  private isSynced = false;
  private unsent: Uint8Array[] = [];
  private readonly unconfirmed = new Set<Uint8Array>();
  private isAwarenessPending = false;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly transport: DocumentTransport) {
    this.awareness.setLocalState(null);
    this.doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin === FROM_SERVER) return;
      // Yjs changes the id when another client uses the same one.
      this.ownClients.add(this.doc.clientID);
      this.queueUpdate(update);
    });
    this.awareness.on('update', (_: unknown, origin: unknown) => {
      if (origin === 'local') this.sendSoon(() => (this.isAwarenessPending = true));
    });
  }

  /**
   * Merges the server's document and cursors on entering and after each reconnect, and sends what the server
   * lacks, so that no offline edit is lost.
   * @param ownClients of this user, as far as the server knows them
   */
  sync(document: Uint8Array, awareness?: Uint8Array, ownClients: readonly number[] = []): void {
    for (const client of ownClients) this.ownClients.add(client);
    Y.applyUpdate(this.doc, document, FROM_SERVER);
    if (awareness) this.receiveAwareness(awareness);
    const missing = this.missingFrom(document);
    this.unsent = missing ? [missing] : [];
    this.unconfirmed.clear();
    this.reportUnconfirmed();
    this.isAwarenessPending = this.awareness.getLocalState() !== null;
    this.isSynced = true;
    this.flush();
  }

  /**
   * Shows a document that shares no history with this one, as visitors get it. A document that has shown one must not be synced: its
   * text would be doubled.
   */
  show(document: Uint8Array): void {
    const shown = new Y.Doc();
    Y.applyUpdate(shown, document);
    this.doc.transact(() => {
      for (const text of [this.prompt, this.negative]) {
        replaceText(text, shown.getText(text === this.prompt ? JAM_DOCUMENT.prompt : JAM_DOCUMENT.negative).toString());
      }
      const settings = shown.getMap(JAM_DOCUMENT.settings);
      for (const name of this.settings.keys()) if (!settings.has(name)) this.settings.delete(name);
      for (const [name, value] of settings) if (this.settings.get(name) !== value) this.settings.set(name, value);
    }, FROM_SERVER);
    shown.destroy();
    this.hasShown = true;
  }

  /** Applies unconfirmed updates of an earlier page load. */
  restore(update: Uint8Array): void {
    for (const client of Y.parseUpdateMeta(update).to.keys()) this.ownClients.add(client);
    Y.applyUpdate(this.doc, update, FROM_STORAGE);
  }

  receive(update: Uint8Array): void {
    Y.applyUpdate(this.doc, update, FROM_SERVER);
  }

  receiveAwareness(update: Uint8Array): void {
    applyAwarenessUpdate(this.awareness, update, FROM_SERVER);
  }

  /** Forgets all cursors. Local edits wait for the next `sync`. */
  onDisconnect(): void {
    this.isSynced = false;
    clearTimeout(this.timer);
    this.timer = undefined;
    // Not the document's id: Yjs changes that when another client uses the same one.
    const me = this.awareness.clientID;
    const others = [...this.awareness.getStates().keys()].filter((id) => id !== me);
    removeAwarenessStates(this.awareness, others, FROM_SERVER);
    // Their clocks, too: clients reconnect with the clock they had.
    for (const id of others) this.awareness.meta.delete(id);
  }

  /** Sends waiting updates at once, because the page may be closed. */
  flushNow(): void {
    if (this.timer !== undefined) this.flush();
  }

  /** Applies all changes as one undo step. */
  change(work: () => void): void {
    this.undo.stopCapturing();
    this.doc.transact(work, LOCAL_ORIGIN);
    this.undo.stopCapturing();
  }

  /** Withdraws the awareness state and destroys the document. */
  destroy(): void {
    this.flush();
    this.awareness.setLocalState(null);
    if (this.isSynced) this.flush();
    this.isSynced = false;
    clearTimeout(this.timer);
    this.undo.destroy();
    this.awareness.destroy();
    this.doc.destroy();
  }

  private missingFrom(document: Uint8Array): Uint8Array | undefined {
    const serverDoc = new Y.Doc();
    Y.applyUpdate(serverDoc, document);
    const isSame = Y.equalSnapshots(Y.snapshot(serverDoc), Y.snapshot(this.doc));
    const missing = isSame ? undefined : Y.encodeStateAsUpdate(this.doc, Y.encodeStateVector(serverDoc));
    serverDoc.destroy();
    return missing;
  }

  private queueUpdate(update: Uint8Array): void {
    this.sendSoon(() => this.unsent.push(update));
    this.reportUnconfirmed();
  }

  private reportUnconfirmed(): void {
    this.transport.onUnconfirmed([...this.unconfirmed, ...this.unsent]);
  }

  private sendSoon(enqueue: () => void): void {
    enqueue();
    this.timer ??= setTimeout(() => this.flush(), TICK_MS);
  }

  private flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (!this.isSynced) return;
    const updates = this.unsent;
    this.unsent = [];
    if (updates.length > 0) void this.sendUpdate(Y.mergeUpdates(updates));
    if (this.isAwarenessPending) {
      this.transport.sendAwareness(encodeAwarenessUpdate(this.awareness, [this.awareness.clientID]));
    }
    this.isAwarenessPending = false;
  }

  private async sendUpdate(update: Uint8Array): Promise<void> {
    this.unconfirmed.add(update);
    try {
      await this.transport.sendUpdate(update);
      this.unconfirmed.delete(update);
    } catch (error) {
      this.unconfirmed.delete(update);
      if (!this.transport.onError(error)) return;
      this.unsent.unshift(update);
      this.timer ??= setTimeout(() => this.flush(), RETRY_MS);
    }
    this.reportUnconfirmed();
  }
}
