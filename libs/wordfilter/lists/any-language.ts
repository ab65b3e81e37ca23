import { EVERYWHERE, listed } from './starter-term.js';

/** Written with letters, in either language. */
export const ANY_LANGUAGE = listed('any', [
  { category: 'harassment', action: 'refuse', scopes: EVERYWHERE, words: `nmsl, cnmb, gtfo, stfu` },
  { category: 'minors', action: 'refuse', scopes: EVERYWHERE, words: `r@ygold, hussyfan, 3yo porn` },
]);
