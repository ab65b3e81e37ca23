export { i18n, language, setLanguage, startI18n } from './i18n.js';
export { useFormats } from './formats.js';
export { useRefusals } from './refusals.js';
