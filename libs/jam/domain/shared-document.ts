import * as Y from 'yjs';
import { ROOT_TYPES, type SharedSettings } from './document-schema.js';
import type { TextPiece } from './client-authorship.js';
import { isWellFormed } from './inspect-update.js';
import { rootIn } from './root-resolver.js';

/** Where a change comes from: what a client sent goes to all but that client, what a peer sent stays on this node. */
export type Origin =
  | { readonly kind: 'client'; readonly socketId: string; readonly userId: string }
  | { readonly kind: 'peer' }
  | { readonly kind: 'server' };

export type ApplyResult = 'applied' | 'malformed' | 'full';

/** One document may become so large when all is counted, deleted text's traces too. */
const DOCUMENT_BYTES = 256 * 1024;

/** The document of one room in memory: two texts and the settings. */
export class SharedDocument {
  private readonly doc = new Y.Doc();
  /** At most what the document takes when encoded. */
  private bytesAtMost = 0;

  constructor(private readonly limitBytes = DOCUMENT_BYTES) {
    this.doc.getText(ROOT_TYPES.prompt);
    this.doc.getText(ROOT_TYPES.negative);
    this.doc.getMap(ROOT_TYPES.settings);
  }

  /** What a new document holds, as an update. Only the server makes one, once a room: two would not become one. */
  static seed(settings: SharedSettings): Uint8Array {
    const doc = new Y.Doc();
    doc.transact(() => {
      for (const [name, value] of Object.entries(settings)) doc.getMap(ROOT_TYPES.settings).set(name, value);
    });
    return Y.encodeStateAsUpdate(doc);
  }

  /** Checks what a client sent, and takes it over. */
  write(update: Uint8Array, origin: Origin): ApplyResult {
    if (!isWellFormed(update, rootIn(this.doc))) return 'malformed';
    if (!this.hasRoomFor(update.byteLength)) return 'full';
    try {
      Y.applyUpdate(this.doc, update, origin);
    } catch {
      return 'malformed';
    }
    this.bytesAtMost += update.byteLength;
    return 'applied';
  }

  /** @returns clients that an update brings something new of, none where it cannot be read */
  findNewClients(update: Uint8Array): number[] {
    try {
      const { to } = Y.parseUpdateMeta(update);
      return [...to].flatMap(([client, clock]) => (clock > Y.getState(this.doc.store, client) ? client : []));
    } catch {
      return [];
    }
  }

  /** Takes over what another node or the database has accepted before. */
  take(update: Uint8Array): void {
    Y.applyUpdate(this.doc, update, { kind: 'peer' } satisfies Origin);
    this.bytesAtMost += update.byteLength;
  }

  get state(): Uint8Array {
    return Y.encodeStateAsUpdate(this.doc);
  }

  get stateVector(): Uint8Array {
    return Y.encodeStateVector(this.doc);
  }

  /** @returns what somebody with this state vector lacks, null when that is no state vector. */
  since(stateVector: Uint8Array): Uint8Array | null {
    try {
      return Y.encodeStateAsUpdate(this.doc, stateVector);
    } catch {
      return null;
    }
  }

  /** Whether somebody with this state vector has what this document lacks. */
  isMissingUpdates(stateVector: Uint8Array): boolean {
    const mine = Y.decodeStateVector(this.stateVector);
    return [...Y.decodeStateVector(stateVector)].some(([client, clock]) => clock > (mine.get(client) ?? 0));
  }

  get prompt(): string {
    return this.doc.getText(ROOT_TYPES.prompt).toString();
  }

  get negative(): string {
    return this.doc.getText(ROOT_TYPES.negative).toString();
  }

  /** The prompt's pieces in their order, each with the client that wrote it. */
  get promptPieces(): TextPiece[] {
    return this.piecesOf(ROOT_TYPES.prompt);
  }

  get negativePieces(): TextPiece[] {
    return this.piecesOf(ROOT_TYPES.negative);
  }

  /** Clients that have a character or a setting left. */
  get presentClients(): Set<number> {
    const settings = [...this.doc.getMap(ROOT_TYPES.settings)._map.values()].filter(({ deleted }) => !deleted);
    const pieces = [...this.promptPieces, ...this.negativePieces];
    return new Set([...pieces.map(({ client }) => client), ...settings.map(({ id }) => id.client)]);
  }

  get settings(): Readonly<Record<string, unknown>> {
    return this.doc.getMap(ROOT_TYPES.settings).toJSON();
  }

  /** Whether the settings name this id: that of an image to start from, or of a mask. */
  names(id: string): boolean {
    return JSON.stringify(this.settings).includes(id);
  }

  /** Whether a model or a LoRA is chosen: in the settings, where LoRAs stand as JSON, or as a tag of the prompt. */
  usesModel(id: string): boolean {
    const { model, loras } = this.settings;
    if (model === id) return true;
    if (typeof loras === 'string' && loras.includes(JSON.stringify(id))) return true;
    return [':', '>'].some((end) => this.prompt.includes(`<lora:${id}${end}`));
  }

  destroy(): void {
    this.doc.destroy();
  }

  private piecesOf(part: typeof ROOT_TYPES.prompt | typeof ROOT_TYPES.negative): TextPiece[] {
    const pieces: TextPiece[] = [];
    for (let item = this.doc.getText(part)._start; item; item = item.right) {
      if (!item.deleted && item.countable) pieces.push({ client: item.id.client, length: item.length });
    }
    return pieces;
  }

  /** Measures the document only when the sum of all updates says that it might be full. */
  private hasRoomFor(bytes: number): boolean {
    if (this.bytesAtMost + bytes <= this.limitBytes) return true;
    this.bytesAtMost = this.state.byteLength;
    return this.bytesAtMost + bytes <= this.limitBytes;
  }
}

/** One update for many; they may overlap. */
export const mergeUpdates = (updates: readonly Uint8Array[]): Uint8Array => Y.mergeUpdates([...updates]);

/** Whether an update says nothing: neither text nor deletions. */
export const isEmptyUpdate = (update: Uint8Array): boolean => update.byteLength <= 2;
