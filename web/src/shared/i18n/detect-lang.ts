const HAN = /\p{Script=Han}/u;
const LATIN = /\p{Script=Latin}/u;

/** The `lang` of user text: Chinese if it has Chinese characters, English if only Latin letters, else unknown. */
export const detectLang = (text: string): 'zh-CN' | 'en' | undefined =>
  HAN.test(text) ? 'zh-CN' : LATIN.test(text) ? 'en' : undefined;
