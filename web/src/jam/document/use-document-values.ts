import { TakeOrigin, type ModelView, type Settings } from '@visionary/contract';
import { shallowRef, watch, type Ref } from 'vue';
import type { Transaction } from 'yjs';
import { LOCAL_ORIGIN, type SharedDocument } from './shared-document.js';
import { readSettings, encodeSetting } from './shared-settings.js';
import { replaceText } from './replace-text.js';

/** The key of the origin in the shared settings map. */
export const ORIGIN = 'origin';

/** The stored form, because the map takes plain values only. */
export const encodeOrigin = (origin: TakeOrigin): string => JSON.stringify(origin);

/** Other clients may write anything into the map, so an invalid origin is ignored. */
export function decodeOrigin(shared: unknown): TakeOrigin | null {
  if (typeof shared !== 'string') return null;
  try {
    const parsed = TakeOrigin.safeParse(JSON.parse(shared));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

/** Values to apply to the document. Absent values stay; an undefined setting is cleared. */
export interface DocumentPatch {
  readonly prompt?: string;
  readonly negative?: string;
  readonly settings?: Partial<Settings>;
  /** The origin of all values; null removes it. */
  readonly origin?: TakeOrigin | null;
}

/** The current prompts and settings for components, and changes other than typing. */
export function useDocumentValues(models: Readonly<Ref<readonly ModelView[]>>) {
  const prompt = shallowRef('');
  const negative = shallowRef('');
  const settings = shallowRef(readSettings(new Map(), []));
  /** The origin of the current prompts and settings, if any. */
  const origin = shallowRef<TakeOrigin | null>(null);
  let shared: SharedDocument | null = null;
  let lastChanged = '';

  function read(): void {
    if (!shared) return;
    prompt.value = shared.prompt.toString();
    negative.value = shared.negative.toString();
    settings.value = readSettings(new Map(shared.settings.entries()), models.value);
    origin.value = decodeOrigin(shared.settings.get(ORIGIN));
  }
  watch(models, read);

  function follow(document: SharedDocument | null): void {
    shared = document;
    document?.doc.on('afterTransaction', (transaction: Transaction) => {
      if (shared !== document) return;
      read();
      if (origin.value) clearOriginIfEmpty(document, transaction);
    });
    read();
  }

  function set(values: Partial<Settings>): void {
    for (const [name, value] of Object.entries(values)) {
      const encoded = encodeSetting(name, value);
      if (value === undefined) shared?.settings.delete(name);
      else if (shared?.settings.get(name) !== encoded) shared?.settings.set(name, encoded);
    }
  }

  /** Changes of one setting in quick succession, such as from a slider, are one undo step. */
  function change(values: Partial<Settings>): void {
    const names = Object.keys(values).join();
    if (names !== lastChanged) shared?.undo.stopCapturing();
    lastChanged = names;
    shared?.doc.transact(() => set(values), LOCAL_ORIGIN);
  }

  /** Applies a patch as one undo step. */
  function applyPatch({ prompt, negative: newNegative, settings: values = {}, origin: from }: DocumentPatch): void {
    const document = shared;
    document?.change(() => {
      if (prompt !== undefined) replaceText(document.prompt, prompt);
      if (newNegative !== undefined) replaceText(document.negative, newNegative);
      set(values);
      if (from !== undefined) setOrigin(document, from);
    });
  }

  return { prompt, negative, settings, origin, follow, change, applyPatch };
}

function setOrigin({ settings }: SharedDocument, origin: TakeOrigin | null): void {
  if (origin) settings.set(ORIGIN, encodeOrigin(origin));
  else settings.delete(ORIGIN);
}

/** Clearing the prompt by typing also removes the origin. Undo restores both. */
function clearOriginIfEmpty(document: SharedDocument, { origin: changedBy, local: isLocal }: Transaction): void {
  if (!isLocal || changedBy === document.undo || document.prompt.length > 0) return;
  document.doc.transact(() => setOrigin(document, null), LOCAL_ORIGIN);
}
