export { i18n, language, setLanguage, startI18n, type MessageLoader } from './i18n.js';
export { useFormats } from './formats.js';
export { refusalKey, useRefusals } from './refusals.js';
