export { detectLang } from './detect-lang.js';
export { i18n, I18nT, language, setLanguage, startI18n, t, textIn } from './i18n.js';
export type { TextGroup, TextKey, WordOf } from './i18n.js';
export { nameList } from './name-list.js';
export * from './format.js';
export { errorText, takeFailureText } from './error-text.js';
