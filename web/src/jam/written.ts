import type { ModelView, Settings } from '@visionary/contract';
import { shallowRef, watch, type Ref } from 'vue';
import { MINE, type SharedDocument } from './shared-document.js';
import { readSettings } from './shared-settings.js';
import { replaceText } from './replace-text.js';

/** What of a take goes into the document; what is absent stays as it is. */
export interface TakeOver {
  readonly prompt?: string;
  readonly negative?: string;
  readonly settings?: Partial<Settings>;
}

/** The document's present words and settings, as components read them, and how they are changed beside typing. */
export function makeWritten(models: Readonly<Ref<readonly ModelView[]>>) {
  const prompt = shallowRef('');
  const negative = shallowRef('');
  const settings = shallowRef(readSettings(new Map(), []));
  let shared: SharedDocument | null = null;
  let lastChanged = '';

  function read(): void {
    if (!shared) return;
    prompt.value = shared.prompt.toString();
    negative.value = shared.negative.toString();
    settings.value = readSettings(new Map(shared.settings.entries()), models.value);
  }
  watch(models, read);

  function follow(document: SharedDocument | null): void {
    shared = document;
    document?.doc.on('afterTransaction', () => {
      if (shared === document) read();
    });
    read();
  }

  function set(values: Partial<Settings>): void {
    for (const [name, value] of Object.entries(values)) {
      if (shared?.settings.get(name) !== value) shared?.settings.set(name, value);
    }
  }

  /** Changes of the same setting in quick succession, as a slider makes them, are one step of undo. */
  function change(values: Partial<Settings>): void {
    const names = Object.keys(values).join();
    if (names !== lastChanged) shared?.undo.stopCapturing();
    lastChanged = names;
    shared?.doc.transact(() => set(values), MINE);
  }

  /** One step of undo, whatever it brings. */
  function takeOver({ prompt: words, negative: unwanted, settings: values = {} }: TakeOver): void {
    const into = shared;
    into?.change(() => {
      if (words !== undefined) replaceText(into.prompt, words);
      if (unwanted !== undefined) replaceText(into.negative, unwanted);
      set(values);
    });
  }

  return { prompt, negative, settings, follow, change, takeOver };
}
