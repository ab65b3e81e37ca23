import * as Y from 'yjs';
import { ROOT_TYPES, type SharedSettings } from './document-schema.js';
import type { TextPiece } from './client-authorship.js';
import { isWellFormed } from './inspect-update.js';
import { rootIn } from './root-resolver.js';

/** Source of a change. */
export type Origin =
  | { readonly kind: 'client'; readonly socketId: string; readonly userId: string }
  | { readonly kind: 'peer' }
  | { readonly kind: 'server' };

export type ApplyResult = 'applied' | 'malformed' | 'full';

type TextPart = typeof ROOT_TYPES.prompt | typeof ROOT_TYPES.negative;

/** Maximum encoded size, including deleted text. */
const MAX_DOCUMENT_BYTES = 256 * 1024;

/** The Yjs document of one room: prompt, negative prompt, and settings. */
export class SharedDocument {
  private readonly doc = new Y.Doc();
  /** Upper bound of the encoded size. */
  private maxBytes = 0;

  constructor(private readonly limitBytes = MAX_DOCUMENT_BYTES) {
    this.doc.getText(ROOT_TYPES.prompt);
    this.doc.getText(ROOT_TYPES.negative);
    this.doc.getMap(ROOT_TYPES.settings);
  }

  /**
   * Creates the first update of a document. Created once per room, by the server: two seeds would merge into duplicate
   * values.
   */
  static seed(settings: SharedSettings): Uint8Array {
    const doc = new Y.Doc();
    doc.transact(() => {
      for (const [name, value] of Object.entries(settings)) doc.getMap(ROOT_TYPES.settings).set(name, value);
    });
    return Y.encodeStateAsUpdate(doc);
  }

  /** A document with these texts and the settings of this one. Shares no history with it, so neither can be merged into the other. */
  copyWith({ prompt, negative }: { readonly prompt: string; readonly negative: string }): Uint8Array {
    const doc = new Y.Doc();
    doc.transact(() => {
      doc.getText(ROOT_TYPES.prompt).insert(0, prompt);
      doc.getText(ROOT_TYPES.negative).insert(0, negative);
      for (const [name, value] of Object.entries(this.settings)) doc.getMap(ROOT_TYPES.settings).set(name, value);
    });
    return Y.encodeStateAsUpdate(doc);
  }

  /** Checks and applies an update of a client. */
  write(update: Uint8Array, origin: Origin): ApplyResult {
    if (!isWellFormed(update, rootIn(this.doc))) return 'malformed';
    if (!this.hasSpaceFor(update.byteLength)) return 'full';
    try {
      Y.applyUpdate(this.doc, update, origin);
    } catch {
      return 'malformed';
    }
    this.maxBytes += update.byteLength;
    return 'applied';
  }

  /** @returns the clients of which an update has something new; none for a malformed update */
  findNewClients(update: Uint8Array): number[] {
    try {
      const { to } = Y.parseUpdateMeta(update);
      return [...to].flatMap(([client, clock]) => (clock > Y.getState(this.doc.store, client) ? client : []));
    } catch {
      return [];
    }
  }

  /** Applies an update that another node has checked, or that was stored. */
  apply(update: Uint8Array): void {
    Y.applyUpdate(this.doc, update, { kind: 'peer' } satisfies Origin);
    this.maxBytes += update.byteLength;
  }

  get state(): Uint8Array {
    return Y.encodeStateAsUpdate(this.doc);
  }

  get stateVector(): Uint8Array {
    return Y.encodeStateVector(this.doc);
  }

  /** @returns the update that a client with this state vector is missing; null for a malformed state vector */
  updateSince(stateVector: Uint8Array): Uint8Array | null {
    try {
      return Y.encodeStateAsUpdate(this.doc, stateVector);
    } catch {
      return null;
    }
  }

  /** Whether a peer with this state vector has updates that this document is missing. */
  isMissingUpdates(stateVector: Uint8Array): boolean {
    const own = Y.decodeStateVector(this.stateVector);
    return [...Y.decodeStateVector(stateVector)].some(([client, clock]) => clock > (own.get(client) ?? 0));
  }

  get prompt(): string {
    return this.doc.getText(ROOT_TYPES.prompt).toString();
  }

  get negative(): string {
    return this.doc.getText(ROOT_TYPES.negative).toString();
  }

  /** The pieces of the prompt in order, each with the client that wrote it. */
  get promptPieces(): TextPiece[] {
    return this.piecesOf(ROOT_TYPES.prompt);
  }

  get negativePieces(): TextPiece[] {
    return this.piecesOf(ROOT_TYPES.negative);
  }

  /** Where the text of each client ends that isn't deleted. */
  get textClocks(): Map<number, number> {
    const clocks = new Map<number, number>();
    for (const { client, clock, length } of [...this.promptPieces, ...this.negativePieces]) {
      clocks.set(client, Math.max(clocks.get(client) ?? 0, clock + length));
    }
    return clocks;
  }

  /**
   * Deletes text of both prompts.
   * @param clocks where the deleted text of each client ends; what it wrote later stays
   * @returns the update; null when there is no such text
   */
  eraseText(clocks: ReadonlyMap<number, number>): Uint8Array | null {
    const updates: Uint8Array[] = [];
    const record = (update: Uint8Array) => void updates.push(update);
    this.doc.on('update', record);
    this.doc.transact(
      () => {
        for (const part of [ROOT_TYPES.prompt, ROOT_TYPES.negative] as const) {
          const text = this.doc.getText(part);
          for (const [at, length] of this.rangesUntil(part, clocks).toReversed()) text.delete(at, length);
        }
      },
      { kind: 'server' } satisfies Origin,
    );
    this.doc.off('update', record);
    return updates[0] ?? null;
  }

  /** Replaces the prompt. @returns the update, and the client that wrote it */
  writePrompt(prompt: string): { readonly update: Uint8Array; readonly client: number } {
    const before = this.stateVector;
    this.doc.transact(
      () => {
        const text = this.doc.getText(ROOT_TYPES.prompt);
        text.delete(0, text.length);
        text.insert(0, prompt);
      },
      { kind: 'server' } satisfies Origin,
    );
    return { update: Y.encodeStateAsUpdate(this.doc, before), client: this.doc.clientID };
  }

  /** Clients with content that isn't deleted. */
  get presentClients(): Set<number> {
    const settings = [...this.doc.getMap(ROOT_TYPES.settings)._map.values()].filter(({ deleted }) => !deleted);
    const pieces = [...this.promptPieces, ...this.negativePieces];
    return new Set([...pieces.map(({ client }) => client), ...settings.map(({ id }) => id.client)]);
  }

  get settings(): Readonly<Record<string, unknown>> {
    return this.doc.getMap(ROOT_TYPES.settings).toJSON();
  }

  /** Whether the settings contain the id of an upload, as init image or mask. */
  usesUpload(id: string): boolean {
    return JSON.stringify(this.settings).includes(id);
  }

  /** Whether a model or addition is selected in the settings (additions as JSON), or as a tag of the prompt. */
  usesModel(id: string): boolean {
    const { model, loras, embeddings, vae } = this.settings;
    if (model === id) return true;
    const quoted = JSON.stringify(id);
    if ([loras, embeddings, vae].some((value) => typeof value === 'string' && value.includes(quoted))) return true;
    return [':', '>'].some((end) => this.prompt.includes(`<lora:${id}${end}`));
  }

  destroy(): void {
    this.doc.destroy();
  }

  private rangesUntil(part: TextPart, clocks: ReadonlyMap<number, number>): [at: number, length: number][] {
    let end = 0;
    return this.piecesOf(part).flatMap(({ client, clock, length }) => {
      const erased = Math.min(length, (clocks.get(client) ?? 0) - clock);
      const at = end;
      end += length;
      return erased > 0 ? [[at, erased] as [number, number]] : [];
    });
  }

  private piecesOf(part: TextPart): TextPiece[] {
    const pieces: TextPiece[] = [];
    for (let item = this.doc.getText(part)._start; item; item = item.right) {
      if (!item.deleted && item.countable) {
        pieces.push({ client: item.id.client, clock: item.id.clock, length: item.length });
      }
    }
    return pieces;
  }

  /** Measures the document only when the upper bound exceeds the limit, because encoding is slow. */
  private hasSpaceFor(bytes: number): boolean {
    if (this.maxBytes + bytes <= this.limitBytes) return true;
    this.maxBytes = this.state.byteLength;
    return this.maxBytes + bytes <= this.limitBytes;
  }
}

/** Merges updates, which may overlap, into one. */
export const mergeUpdates = (updates: readonly Uint8Array[]): Uint8Array => Y.mergeUpdates([...updates]);

/** Whether an update has neither insertions nor deletions. */
export const isEmptyUpdate = (update: Uint8Array): boolean => update.byteLength <= 2;
