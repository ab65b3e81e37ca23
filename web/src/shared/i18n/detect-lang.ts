const HAN = /\p{Script=Han}/u;
const LATIN = /\p{Script=Latin}/u;

/** For `lang` on words of users: Chinese where there is any, English where there are only Latin letters, else unknown. */
export const detectLang = (text: string): 'zh-CN' | 'en' | undefined =>
  HAN.test(text) ? 'zh-CN' : LATIN.test(text) ? 'en' : undefined;
