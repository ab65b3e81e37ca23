import type { Language } from '@visionary/contract';
import { shallowReadonly, shallowRef } from 'vue';
import { createI18n, Translation } from 'vue-i18n';
import type shared from '../i18n.en.js';

const STORED = 'visionary.language';

export interface Messages {
  [key: string]: string | Messages;
}
type MessageLoader = (language: Language) => Promise<Messages>;

const current = shallowRef<Language>('en');
export const language = shallowReadonly(current);

export const i18n = createI18n<false>({
  legacy: false,
  locale: 'en',
  fallbackLocale: 'en',
  messages: { en: {}, zh: {} },
});

/** The English texts by file. `app/locales.ts` adds the files of the slices, which shared code does not know. */
export interface EnglishTexts {
  shared: typeof shared;
}
type KeyIn<T> = { [Word in keyof T]: `${Word & (string | number)}${RestOfKey<T[Word]>}` }[keyof T];
type RestOfKey<T> = T extends string ? '' : `.${KeyIn<T>}`;
type GroupIn<T> = {
  [Word in keyof T & string]: T[Word] extends string ? never : Word | `${Word}.${GroupIn<T[Word]>}`;
}[keyof T & string];

/** A key of a text, such as `chat.message.pin`. */
export type TextKey = { [File in keyof EnglishTexts]: KeyIn<EnglishTexts[File]> }[keyof EnglishTexts];
/** The beginning of keys, such as `chat.message`. */
export type TextGroup = { [File in keyof EnglishTexts]: GroupIn<EnglishTexts[File]> }[keyof EnglishTexts];

interface Translate {
  (key: TextKey, plural?: number): string;
  (key: TextKey, values: object, plural?: number): string;
}
/** The text of a key in the current language. vue-i18n's own type takes any string. */
export const t: Translate = i18n.global.t;

/** The last words of the keys in a group, such as `steps` in `generation.facts`. */
export type WordOf<Group extends TextGroup> = TextKey extends infer Key
  ? Key extends `${Group}.${infer Word}`
    ? Word
    : never
  : never;

/** The text of a word that data names, such as the kind of a job. Data of a newer server may have words without one. */
export function textIn(group: TextGroup, word: string | number, otherwise = String(word), values: object = {}): string {
  const key = `${group}.${word}`;
  return i18n.global.te(key) ? t(key as TextKey, values) : otherwise;
}

/** vue-i18n's component for texts with slots, which takes any string as its key. */
export const I18nT = Translation as new () => {
  $props: InstanceType<typeof Translation>['$props'] & { keypath: TextKey };
};

let load: MessageLoader;
const loaded = new Set<Language>();
/** The last requested language: texts of an earlier request that load later change nothing. */
let requested: Language | null = null;

/** The language of this browser: the stored choice, else the browser's language. */
function preferredLanguage(): Language {
  const stored = localStorage.getItem(STORED);
  if (stored === 'zh' || stored === 'en') return stored;
  return /^zh\b/i.test(navigator.language) ? 'zh' : 'en';
}

export async function startI18n(loader: MessageLoader): Promise<void> {
  load = loader;
  await show(preferredLanguage());
}

/** Switches the language of the interface and stores it in this browser. */
export async function setLanguage(to: Language): Promise<void> {
  localStorage.setItem(STORED, to);
  await show(to);
}

async function show(to: Language): Promise<void> {
  requested = to;
  if (!loaded.has(to)) {
    i18n.global.setLocaleMessage(to, await load(to));
    loaded.add(to);
  }
  if (requested !== to) return;
  current.value = to;
  i18n.global.locale.value = to;
  document.documentElement.lang = to === 'zh' ? 'zh-CN' : 'en';
}
