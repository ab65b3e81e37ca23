import { topicTermsOf } from '../built-in-term.js';

/** Prompts that show people of a group as animals or as less than others. Slurs are blocked everywhere, in english.ts and chinese.ts. */
export const HATE_IN_PROMPTS = topicTermsOf('hate', {
  en: `racist caricature* | racist cartoon* | racist poster*, antisemitic caricature* | antisemitic cartoon* | antisemitic propaganda,
      happy merchant meme*, jewish rat | jewish rats | jews as rats, subhuman* + jews | jewish | muslims | immigrants | refugees | black people | gays,
      vermin + jews | jewish | muslims | immigrants | refugees | black people | gays,
      cockroaches + jews | jewish | muslims | immigrants | refugees | black people | gays, blackface minstrel* | blackface makeup,
      kill all immigrants | kill all gays | kill all christians, holocaust hoax | holocaust denial poster*, islamophobic poster* | islamophobic cartoon*,
      homophobic poster* | transphobic poster*, inferior race*, master race*, ethnic cleansing + glorious | heroic | celebrat*`,
  zh: `种族清洗, 劣等民族, 劣等种族, 优等种族, 种族歧视漫画, 反犹漫画 | 反犹宣传*, 犹太人 + 老鼠 | 害虫 | 寄生虫 | 蟑螂, 穆斯林 + 老鼠 | 害虫 | 寄生虫 | 蟑螂,
      移民 + 害虫 | 寄生虫 | 蟑螂, 难民 + 害虫 | 寄生虫 | 蟑螂, 同性恋 + 害虫 | 蛆虫 | 蟑螂, 消灭犹太人 | 杀光犹太人, 消灭穆斯林 | 杀光穆斯林, 杀光黑人 | 消灭黑人`,
});
