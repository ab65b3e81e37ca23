import { EVERYWHERE, USER_TEXT, PUBLIC_TEXT, termsOf } from './built-in-term.js';

/** Blocked or replaced by default. Some come from naughty-words, see LISTS.md. */
const BLOCKED = termsOf('zh', [
  {
    category: 'sexual',
    action: 'block',
    scopes: EVERYWHERE,
    words: `色情*, 做爱*, 性交, 性交图*, 口交, 口交视频, 肛交*, 乳交, 口爆, 颜射, 射精*, 手淫*, 淫秽*, 淫荡*, 淫乱*, 淫水, 淫妇*, 荡妇, 阴蒂, 阴唇, 阴户,
      龟头, 鸡巴*, 鸡吧, 肉棒, 肉穴, 裸聊*, 援交*, 援助交际, 约炮*, 嫖娼*, 嫖客, 卖淫*, 招嫖*, 兽交*, 乱伦*, 毛片, 成人电影, 成人视频, 黄色视频,
      黄色小说, 裸体直播, 轮流发生关系, 双飞套餐, 上门服务小姐, 全套服务小姐, 吹箫服务, 潮吹, 屄, 肏, 情色片, 情色小说, 春药*, 催情药*, 全裸自拍`,
  },
  {
    category: 'minors',
    action: 'block',
    scopes: EVERYWHERE,
    words: `儿童色情*, 幼女色情*, 萝莉色情*, 少女色情*, 未成年色情*, 恋童*, 幼交*, 童交, 裸体儿童, 儿童裸体, 儿童裸照, 裸体幼女, 幼女裸体, 幼女裸照, 裸体萝莉,
      萝莉裸体, 奸淫幼女, 幼童裸体, 裸体小学生, 小学生裸体, 裸体男童, 裸体女童, 猥亵儿童*, 性侵儿童*, 性侵幼女*, 未成年裸体, 裸体少女, 少女裸体`,
  },
  {
    category: 'violence',
    action: 'block',
    scopes: EVERYWHERE,
    words: `强奸*, 轮奸*, 迷奸*, 鸡奸*, 斩首视频, 杀人教程, 虐杀视频, 虐猫视频, 血腥处决视频`,
  },
  {
    category: 'selfharm',
    action: 'block',
    scopes: EVERYWHERE,
    words: `自杀教程*, 自杀方法*, 相约自杀*, 烧炭自杀, 无痛自杀, 自残教程, 去自杀, 怎么自杀`,
  },
  {
    category: 'hate',
    action: 'block',
    scopes: EVERYWHERE,
    words: `*支那人*, *支那猪*, *支那狗*, 黑鬼*, 尼哥, 高丽棒子, 死基佬, 死同性恋, 种族清洗万岁, 希特勒万岁, 纳粹万岁`,
  },
  {
    category: 'harassment',
    action: 'block',
    scopes: EVERYWHERE,
    words: `操你*, 操他妈*, 操妳*, 肏你*, 干你娘, 干你妈, 干妳娘, 傻逼*, 傻屄, 傻b, 煞笔, 他妈的, 她妈的, 你妈的, 妈了个逼, 你妈逼, 妈逼, 去你妈的, 日你妈*,
      日你娘, 滚你妈*, 王八蛋, 狗娘养的, 狗日的, 婊子*, 贱人*, 贱货, 烂货, 骚货, 骚逼, 死全家, 全家死光, 死妈, 没妈的东西, 臭婊子, 贱b, 装逼犯, 二逼, 逼样`,
  },
  {
    category: 'drugs',
    action: 'block',
    scopes: EVERYWHERE,
    words: `冰毒*, 海洛因*, 摇头丸*, 贩毒*, 制毒*, 麻古, 迷药*, 迷魂药, 听话水, 乖乖水, k粉, 可卡因, 出售大麻, 大麻出售, 代购大麻, 毒品买卖, 出售毒品, 毒品交易`,
  },
  {
    category: 'weapons',
    action: 'block',
    scopes: EVERYWHERE,
    words: `枪支买卖, 出售枪支, 枪支出售, 自制炸弹*, 炸弹制作*, 制作炸弹*, 炸药配方, 土制炸弹, 火药配方, 出售手枪, 手枪出售, 雷管出售, 自制枪支`,
  },
  {
    category: 'gambling',
    action: 'block',
    scopes: EVERYWHERE,
    words: `网上赌博*, 赌博网站*, 赌博平台*, 六合彩, 时时彩, 真人荷官, 赌球*, 网赌*, 线上赌场, 博彩平台*, 彩票内幕`,
  },
  {
    category: 'fraud',
    action: 'block',
    scopes: EVERYWHERE,
    words: `代开发票*, 办假证*, 出售假证, 办证刻章, 信用卡套现*, 刷单兼职*, 银行卡出售, 出售银行卡, 假钞, 洗黑钱, 跑分平台, 裸贷, 买卖器官, 卖肾, 代考替考, 出售公民信息`,
  },
]);

/** Ambiguous: flagged for review. */
const FLAGGED = termsOf('zh', [
  {
    category: 'sexual',
    action: 'flag',
    scopes: USER_TEXT,
    words: `情色, 阴道, 阴茎*, 自慰*, 一夜情*, 三级片, 妓女, 妓院, 高潮图, 奶子, 巨乳, 打飞机, 同城约会, 小姐服务`,
  },
  {
    category: 'harassment',
    action: 'flag',
    scopes: USER_TEXT,
    words: `妈的, 草泥马, 脑残, 智障, 去死吧, 滚蛋, 狗屁, 屁眼, 装逼, 牛逼, 白痴`,
  },
  {
    category: 'violence',
    action: 'flag',
    scopes: USER_TEXT,
    words: `恐怖袭击, 人体炸弹, 肢解, 砍死你*, 弄死你*, 杀了你*`,
  },
  { category: 'selfharm', action: 'flag', scopes: USER_TEXT, words: `割腕, 想自杀, 不想活了, 自残` },
  { category: 'drugs', action: 'flag', scopes: USER_TEXT, words: `毒品*, 吸毒*, 大麻, 嗑药` },
  { category: 'weapons', action: 'flag', scopes: USER_TEXT, words: `仿真枪, 枪支, 炸药` },
  { category: 'gambling', action: 'flag', scopes: USER_TEXT, words: `博彩, 百家乐, 赌场, 赌博` },
  { category: 'fraud', action: 'flag', scopes: PUBLIC_TEXT, words: `代孕, 高利贷, 刷粉, 买粉丝, 代写论文` },
]);

export const CHINESE = [...BLOCKED, ...FLAGGED];
