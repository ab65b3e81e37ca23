import { topicTermsOf } from '../built-in-term.js';

/** Prompts for propaganda, symbols and heroes of terrorism and of Nazism. Museums, history and resistance are not listed. */
export const EXTREMISM_IN_PROMPTS = topicTermsOf('extremism', {
  en: `isis flag* | islamic state flag*, isis fighter* | isis propaganda | isis execution*, al qaeda, boko haram, terrorist recruitment | terrorist propaganda,
      jihadist propaganda | jihadi propaganda, suicide bomber* | suicide bombing*, suicide vest*, nazi propaganda, nazi salute* | hitler salute*,
      nazi flag* | nazi armband*, nazi rally | nazi rallies, swastika flag* | swastika armband*, swastika + nazi | nazis | hitler,
      heroic hitler | hitler as a hero | glorious hitler, third reich propaganda, fourth reich, neo nazi march* | neo nazi rally,
      white supremacist rally | white supremacist march* | white supremacist flag*, ku klux klan, klansman | klansmen | klan robe*, atomwaffen,
      great replacement poster*, race war now | race war propaganda, blood and soil, school shooter as a hero | heroic school shooter`,
  zh: `伊斯兰国旗帜, 恐怖组织宣传*, 恐怖组织招募, 圣战宣传 | 圣战招募, 自杀式爆炸*, 自杀式袭击*, 自杀炸弹*, 人肉炸弹, 基地组织, 博科圣地, 纳粹宣传*, 纳粹旗*, 纳粹礼,
      纳粹敬礼, 纳粹集会, 纳粹万字旗, 万字旗 + 纳粹* | 希特勒, 歌颂希特勒 | 歌颂纳粹, 美化纳粹 | 美化希特勒, 法西斯万岁, 新纳粹*, 白人至上*, 三K党*, 奥姆真理教*,
      军国主义万岁 | 美化军国主义`,
});
