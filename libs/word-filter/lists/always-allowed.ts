import { CHINESE_SEGMENTATION_EXCEPTIONS } from './segmentation-exceptions.js';
import { AGED_THINGS, AGED_THINGS_CHINESE } from './aged-things.js';
import { POSSESSIONS_OF_MOTHERS, THINGS_WITHOUT_CLOTHES, THINGS_WITHOUT_CLOTHES_CHINESE } from './bare-things.js';
import { EVERYWHERE, termsOf } from './built-in-term.js';

/** Phrases that contain a listed word. */
export const ALWAYS_ALLOWED = [
  ...termsOf('en', [
    {
      category: 'other',
      action: 'allow',
      scopes: EVERYWHERE,
      words: `great tit, great tits, blue tit, blue tits, coal tit, coal tits, marsh tit, marsh tits, willow tit, willow tits, crested tit,
        crested tits, long tailed tit, long tailed tits, penduline tit, bearded tit, tit for tat, fu manchu, pussy willow, pussy willows, pussy cat,
        pussy cats, pussy riot, oilseed rape, rape field, rape fields, rape flower, rape flowers, rape blossom, rape blossoms, rape oil,
        field of rape, fields of rape, spic and span, pornic, weather cock, cock robin, cock and bull, cock a hoop, cock pheasant, game cock,
        smart ass, jack ass, kick ass, wild ass, wild asses, cum laude, dyke road, sea dyke, flood dyke, offa's dyke, kali penis, scunthorpe,
        golden shower tree, golden shower trees, pegboard, cocktail, shitake, dick van dyke, van dyke, cum grano salis, black kites,
        pro mia hamm, pro ana ivanovic, porntip*, pornthip*, pornchai*, pornsak*, pornpimol*, pornpan*, kys-1, scunthorpe*, snigger*, niggard*,
        nude statue*, nude sculpture*, nude marble, nude bronze, nude colour*, nude color*, nude tone, nude tones, nude shade, nude shades,
        nude palette*, nude lipstick*, nude makeup, nude heels, nude shoes, nude pumps, nude beige lipstick*, nude beige nail*, nude beige tone,
        nude beige tones, nude beige background*, nude pink lipstick*, nude pink nail*, nude pink tone, nude pink tones, nude pink background*,
        nude nail*, nude background*, naked mole rat*, naked eye*, naked tree*, naked branch*, naked twig*, naked rock, naked rocks, naked cake,
        naked cakes, naked flame*, naked bulb*, naked sword*, naked blade*, naked truth, naked oat*, sexual health, sexual education,
        sexual reproduction of plants, erotic city, kid leather, kid goat*, kid gloves,
        judith beheading*, beheading of saint*, beheading of st*, beheading of john*, beheading of holofernes, severed head of medusa,
        massacre of the innocents, pc master race, decapitated statue*, faggots and peas, faggots and mash, faggots in gravy, faggots of wood, faggot of wood,
        faggots of sticks, faggot of sticks, bundle of faggots, bundles of faggots, faggot stitch`,
    },
    { category: 'other', action: 'allow', scopes: EVERYWHERE, note: 'The age of a thing.', words: AGED_THINGS },
    { category: 'other', action: 'allow', scopes: EVERYWHERE, note: 'A bare thing.', words: THINGS_WITHOUT_CLOTHES },
  ]),
  ...termsOf('zh', [
    {
      category: 'other',
      action: 'allow',
      scopes: EVERYWHERE,
      note: 'Learnt from a dictionary.',
      words: CHINESE_SEGMENTATION_EXCEPTIONS,
    },
    { category: 'other', action: 'allow', scopes: EVERYWHERE, note: 'The age of a thing.', words: AGED_THINGS_CHINESE },
    {
      category: 'other',
      action: 'allow',
      scopes: EVERYWHERE,
      note: 'A bare thing.',
      words: THINGS_WITHOUT_CLOTHES_CHINESE,
    },
    { category: 'other', action: 'allow', scopes: EVERYWHERE, note: 'No curse.', words: POSSESSIONS_OF_MOTHERS },
    {
      category: 'other',
      action: 'allow',
      scopes: EVERYWHERE,
      words: `六合彩虹, 做爱吃, 做爱护, 做爱好者, 山阴道上, 养虎自残, 阿尼哥, 尼哥罗, 易制毒, 马奶子, 林阴道, 绿阴道, 树阴道, 敏感性, 众口交赞, 众口交传, 水乳交融, 聊以自慰, 差堪自慰, 羞堪自慰, 大麻哈鱼, 大麻鳽, 女性交友, 男性交往, 异性交往, 同性交往, 雌性交配,
        社会性交往, 一次性交清, 一次性交付, 一次性交齐, 一次性交完, 反毒品, 禁毒品种, 防毒品质, 消毒品, 有毒品种, 无毒品种, 乌龟头, 海龟头, 亚麻古法, 赤裸裸的现实, 赤裸裸的真相, 赤裸裸的威胁, 裸体雕塑, 裸体雕像, 裸体石像,
        儿童节, 儿童画, 儿童插画, 儿童绘本, 儿童文学, 性感女星, 全裸眼, 出口交易, 进口交易, 窗口交互, 接口交互, 人口交流, 肉棒骨, 肉棒棒糖, 鸡巴掌, 射精准, 龟头山, 春药王庙,
        一岁一枯荣, 一岁一礼, 潮吹起, 潮吹来, 潮吹拂, 潮吹散, 海潮吹, 春潮吹, 寒潮吹, 晚潮吹, 羽毛片, 毛片状, 鹅毛片, 鸡巴士, 炸鸡吧, 烤鸡吧, 鸡吧台, 春药铺, 约炮台, 黑鬼屋, 黑鬼影, 漆黑鬼`,
    },
  ]),
];
