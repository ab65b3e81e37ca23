export { detectLang } from './detect-lang.js';
export { i18n, I18nT, language, setLanguage, startI18n, t, textOr, type TextKey, type WordOf } from './i18n.js';
export { useNameList } from './use-name-list.js';
export { useFormat } from './use-format.js';
export { useErrorText } from './use-error-text.js';
