import { EVERYWHERE, termsOf } from './built-in-term.js';

/** Latin letters and digits, used in every language. */
export const ANY_LANGUAGE = termsOf('any', [
  { category: 'harassment', action: 'block', scopes: EVERYWHERE, words: `nmsl, cnmb, gtfo, stfu` },
  { category: 'minors', action: 'block', scopes: EVERYWHERE, words: `r@ygold, hussyfan, 3yo porn` },
]);
