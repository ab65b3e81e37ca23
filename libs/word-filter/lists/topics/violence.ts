import { topicTermsOf } from '../built-in-term.js';

/** Prompts for images of cruelty to people and animals. Battles, blood and horror alone are not listed. */
export const VIOLENCE_IN_PROMPTS = topicTermsOf('violence', {
  en: `beheading*, decapitat*, dismember*, disembowel*, eviscerated body | eviscerated bodies, mutilated corpse* | mutilated body | mutilated bodies,
      severed head* | severed limb*, flayed alive | skinned alive, burned alive | burnt alive, blood and gore | extreme gore | gore scene*,
      guts spilling | intestines spilling, brains blown out, pool of blood + corpse* | dead body | dead bodies, torture scene* | being tortured,
      execution by firing squad, public execution*, lynching* | lynch mob*, mass grave*, massacre of civilians | massacred civilians,
      school shooting* | school massacre*, mass shooting* | mass stabbing*, stabbed to death, beaten to death, shot in the head, slit throat* | throat slit,
      animal cruelty | animal torture | tortured animal*`,
  zh: `斩首, 分尸, 碎尸*, 肢解尸体 | 肢解人体, 开膛破肚, 凌迟, 活剥人皮, 虐杀*, 屠杀平民, 血肉模糊, 断肢残臂, 内脏外露, 酷刑, 私刑, 焚尸, 割喉, 万人坑,
      血泊 + 尸体, 尸体堆, 校园枪击*, 大规模枪击*, 虐待动物, 虐猫, 虐狗`,
});
