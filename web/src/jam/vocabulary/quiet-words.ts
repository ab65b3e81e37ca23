/**
 * Words that are never marked as unknown, in any model: grammar, quantities, light verbs, plain adjectives, and the praise and
 * framing of prompts. A note about them would help nobody.
 */
const ENGLISH = `
a an the this that these those some any each every all both no not none other another same such only just very too so
i me my mine you your yours he him his she her hers it its we us our they them their who whom whose which what where when why how
and or but nor if then than as of in on at by for from to with without into onto out off over under above below up down across
through along around about after before behind beside between among near inside outside against toward towards upon within
is are was were be been being am do does did done have has had having can could will would shall should may might must
one two three four five six seven eight nine ten first second third half many much more most less least few several lots lot pair
come coming comes go going goes gone make makes making made made get gets getting got take takes taking taken put puts see sees
seeing seen look looks looking like likes call called named say says let lets want wants need needs try trying use using used
there here now still yet also again away back together alone always never ever even else while during until once
show showing shown draw drawn drawing drawings paint painted painting paintings picture pictures image images photo photos photograph
photography illustration illustrations art artwork render rendering rendered scene view shot style styled background foreground please
old new young big small little tiny large huge giant tall short long wide narrow high low deep good bad great nice best better fine
beautiful pretty cute lovely cool warm hot cold soft hard bright dark light clear plain simple quiet loud fast slow full empty open
closed happy sad angry sleepy funny strange wild free main whole real realistic detailed highly quality masterpiece sharp sharply
focus focused hd uhd 4k 8k hdr cinematic dramatic colorful colourful vivid epic stunning elegant intricate ultra super extremely
trending artstation professional award winning close closeup left right top bottom middle center centre front side wearing holding
standing sitting lying running walking flying sleeping eating playing set de la le el
`;
const CHINESE = `
的 了 着 过 地 得 和 与 及 跟 或 在 是 有 被 把 给 对 从 到 向 往 为 以 于 而 且 也 都 还 又 就 才 只 很 太 更 最 非常 十分 特别 不 没 没有
一 二 三 四 五 六 七 八 九 十 两 几 半 多 少 些 一些 许多 很多 每 各 全 整 第 一个 一只 一条 一张 一位 一座 一朵 一棵 一辆 一匹 一头 一群 一对 一种 一片
个 只 条 张 位 座 朵 棵 辆 匹 头 群 对 种 片 块 颗 杯 碗 本 把 件 双 枝 支 幅 间 艘 架 台 束 串 滴 名 口 面 根 顶
我 你 他 她 它 我们 你们 他们 她们 它们 这 那 这个 那个 这些 那些 谁 什么 哪 怎么 自己
上 下 里 中 内 外 前 后 左 右 旁 边 旁边 上面 下面 里面 外面 前面 后面 中间 之间 附近 周围 身边 身上 时 时候 之中 之上 之下
请 画 画面 图 图片 照片 插画 绘画 作品 风格 背景 前景 场景 特写 一幅 生成 来 去 想要 要 会 能 可以 看 看着 正在 正 像 好像 一样 似的 起来
大 小 老 新 旧 长 短 高 低 矮 胖 瘦 宽 窄 深 浅 厚 薄 圆 方 冷 热 暖 快 慢 好 坏 美 丑 真 假 亮 暗 远 近 巨大 巨大的 小小 大大 年轻 古老
漂亮 美丽 可爱 好看 精美 精致 精细 优雅 快乐 开心 悲伤 安静 温暖 明亮 黑暗 简单 复杂 真实 写实 清晰 高清 超清 细节 丰富 杰作 最佳 质量 高质量 画质 大师 史诗 电影感
站 站着 坐 坐着 躺着 拿着 穿着 戴着 抱着 跑 走 飞 睡觉 吃 喝 玩 奔跑 飞翔 站在 坐在 躺在 穿 戴 抱 拿 骑 骑着 说 唱 跳 踢 打 做 开 用 住 站立 望 望着 举着 背着 带 带着 身穿
`;
const listed = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/u).filter(Boolean));

export const QUIET_ENGLISH = listed(ENGLISH);
export const QUIET_CHINESE = listed(CHINESE);
