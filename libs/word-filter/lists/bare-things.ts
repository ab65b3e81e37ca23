const TREES =
  `apple peach pear cherry plum fig oak pine birch elm willow linden walnut almond olive maple beech chestnut larch winter fruit palm`.split(
    ' ',
  );
/** Things that are bare without being nude, and possessions in phrases that are a curse otherwise. */
const BARE_THINGS: Readonly<Record<string, string>> = {
  naked: `${TREES.flatMap((tree) => [`${tree} tree`, `${tree} trees`]).join(', ')}, stone, stones, boulder, boulders, cliff, cliffs, hill, hills, hillside, hillsides, mountain, mountains, ridge, ridges, dune, dunes, wall, walls, brick,
    bricks, wood, timber, soil, earth, ground, bark, trunk, trunks, stem, stems, seed, seeds, wire, wires, steel, concrete, canvas, lightbulb, lightbulbs, candle,
    wooden frame, wooden beams, juice, and afraid, crab, crabs, hermit crab, hermit crabs, plaster wall, plaster walls, concrete wall, concrete walls, cave, bird, birds, baby bird, baby birds, chick, chicks, hatchling, hatchlings, snail, snails, slug, slugs, worm, worms,
    mouse, mice, rat, rats, cat, cats, dog, dogs, doll, dolls, mannequin, mannequins, skeleton, skeletons, bones, clay, iron, metal, floor, floors, plank, planks, boards,
    stalk, stalks, bush, bushes, field, fields, grove, forest, forests, vine, vines, coast, island, plain, plains, desert, peak, peaks, slope, slopes, oak, oaks, birch,
    birches, willow, willows, poplar, poplars, maple, maples, orchard, old tree, old trees, brick wall, stone wall, rose bush, sand, sand dune, sand dunes,
    chocolate, cupcake, cupcakes, sponge cake, hand, hands, foot, feet, knees, arm, arms, shoulder, shoulders, statue, statues, sculpture, sculptures`,
  undressed: `stone, stones, stone wall, stone walls, timber, wood, lumber, granite, marble, salad, salads, window, windows, wound, wounds, hide, hides, leather,
    christmas tree, christmas trees, mannequin, mannequins, bed, beds, crab, crabs`,
  topless: `car, cars, jeep, jeeps, convertible, convertibles, roadster, roadsters, bus, buses, truck, trucks, wagon, wagons, carriage, carriages, mountain,
    mountains, tower, towers, windmill, windmills, pyramid, pyramids, palm, palms, tree, trees, tent, tents, box, boxes, pizza, pizzas, burger, pie`,
  nude: `rose, roses, tulip, tulips, peony, peonies, balloon, balloons, dress, dresses, gown, gowns, lip, lips, eyeshadow, polish, sandals, flats, handbag, handbags, bag, bags, fabric, silk, satin, wall, walls, interior,
    hue, hues, manicure, tights, foundation, blush, stockings, pink shoes, pink ballet shoes, ballet shoes, pink dress, ballet tights, ballet flats, leotard, leotards, tutu,
    bodysuit, sweater, coat, mannequin, mannequins, doll, dolls, mouse, mice, ribbon, ribbons, curtain, curtains, cushion, cushions, paint, sofa, carpet`,
};
/** Do not wear clothes, or hold none. */
const UNDRESSED = `elephant, elephants, monkey, monkeys, rabbit, rabbits, bunny, horse, horses, pig, pigs, bear, bears, bird, birds, hanger, hangers, clothesline, wardrobe, wardrobes, closet, closets, rack, racks, suitcase, dresser, mannequin, mannequins, doll, dolls, statue, statues,
  teddy bear, teddy bears, dog, dogs, cat, cats, animal, animals, snowman, scarecrow, emperor, emperor's`;
/** Stripped by a season or a craftsman. */
const STRIPPED = `tree, trees, branch, branches, twigs, oak, oaks, birch, birches, forest, woods, wood, bush, bushes, hedge, vine, vines, orchard, field, fields, hill,
  hills, hillside, land, landscape, garden, wall, walls, floor, floors, room, rooms, house, building, church, shelves, cupboard, table, chair, door, furniture, bone, bones`;
const BOTTOMLESS = `lemonade, soda, tea, drinks, glass, jar, box, pit, pits, well, lake, sea, ocean, chasm, abyss, cave, bucket, basket, bag, cup, coffee, fries, popcorn, mimosa, mimosas, brunch, appetite, curiosity,
  imagination, energy, blue, hole, drawer, backpack, sky`;
const CLOTHES_OFF = `the line, the rack, the hanger, the floor, the shelf, the clothesline, a clothesline, a rack, the washing line`;
const CHINESE_BARE = ['赤裸的', '赤裸裸的', '一丝不挂的', '半裸的', '全裸的'];
const CHINESE_BARE_THINGS = `双脚, 双足, 双手, 脚丫, 脚, 脚踝, 小腿, 手臂, 胳膊, 肩膀, 山, 雪山, 高山, 大山, 山谷, 山野, 山石, 沙漠, 戈壁, 冰川, 老树, 树, 砖石, 泥地, 山地, 蜗牛, 雏鸟, 小鸟, 山岗, 山丘, 山坡, 山脊, 山峰, 山体, 山崖, 山峦, 群山, 荒山, 崖壁, 悬崖, 岩壁, 岩石, 岩层, 石头, 石壁, 礁石, 大地, 土地, 泥土, 土壤, 黄土, 原野, 田野, 荒原, 沙丘,
  树枝, 枝干, 枝杈, 树杈, 树干, 树木, 大树, 枝头, 枝条, 枝桠, 枝丫, 树根, 河床, 墙壁, 砖墙, 灯泡, 电线, 钢筋, 混凝土, 水泥, 海岸, 城墙, 土墙, 山头, 田埂, 田地`;
const CHINESE_UNCLOTHED = ['没穿衣服的', '没有穿衣服的', '不穿衣服的', '光屁股的', '光着屁股的'];
const CHINESE_UNCLOTHED_THINGS = `小猫, 猫咪, 小狗, 狗狗, 小鸡, 小鸟, 小猪, 猴子, 动物, 小动物, 玩偶, 布娃娃, 洋娃娃, 木偶, 人偶, 假人, 衣架, 雕像, 雕塑, 大树, 雪人, 稻草人, 小熊, 玩具, 芭比娃娃, 皇帝`;
const SMOOTH_THINGS = `树, 冬瓜, 西瓜, 南瓜, 茄子, 土豆, 石头, 石块, 鹅卵石, 石板, 石阶, 岩石, 头, 脑袋, 小脑袋, 脑门, 头顶, 地板, 地面, 冰面, 树干, 树枝, 木头, 木板, 墙, 墙壁, 桌面, 栏杆, 扶手, 滑梯, 鱼, 泥鳅,
  鲶鱼, 鳗鱼, 海豚, 海豹, 海狮, 鸡蛋, 蛋, 蘑菇, 果冻, 山, 山坡, 山顶, 大树, 玻璃, 瓷砖, 苹果, 葡萄, 青蛙, 小猪, 小狗, 小猫`;
const UNIVERSITIES = ['大学', '大学部', '本科', '研究生', '大专', '医学院', '美院', '音乐学院'];
const POSSESSORS = ['你', '他', '她'];
const POSSESSIONS = `生日, 拿手菜, 照片, 婚礼, 婚纱, 围裙, 毛衣, 厨房, 肖像, 画像, 背影, 怀抱, 手艺, 年夜饭, 葬礼, 旗袍, 嫁妆, 菜谱, 花园, 手写信, 花店, 手机壳, 日记, 老家, 故事`;

const split = (words: string): string[] => words.split(',').map((word) => word.trim());
const pairs = (first: readonly string[], second: string): string[] =>
  first.flatMap((one) => split(second).map((other) => one + other));

export const THINGS_WITHOUT_CLOTHES = [
  ...Object.entries(BARE_THINGS).flatMap(([bare, things]) => split(things).map((thing) => `${bare} ${thing}`)),
  ...split(UNDRESSED).flatMap((thing) => [
    `${thing} without clothes`,
    `${thing} with no clothes`,
    `${thing} with no clothes on`,
  ]),
  ...split(STRIPPED).flatMap((thing) => [`${thing} stripped bare`, `stripped bare ${thing}`]),
  ...split(BOTTOMLESS).map((thing) => `bottomless ${thing}`),
  ...split(CLOTHES_OFF).map((place) => `clothes off ${place}`),
  'undressed kid leather, undressed kid skin, nude kid leather, nude kid glove*, bare bottom of, bare bottoms of, no clothing store*, no clothing shop*',
  'in nude pink, in nude beige, topless double decker*',
  ...['the', 'it', 'top', 'his plate', 'her plate', 'their plates', 'a'].map((place) => `with nothing on ${place}`),
  ...pairs(
    ['nude pink ', 'nude beige '],
    'wall, walls, curtain, curtains, sweater, coat, gown, shirt, skirt, tutu, leotard, ribbon, ribbons, hat, scarf, cardigan, blouse',
  ),
  'no clothes on the line',
  'no clothes on the rack',
  'no clothes on hangers',
].join(',');
export const THINGS_WITHOUT_CLOTHES_CHINESE = [
  ...pairs(CHINESE_BARE, CHINESE_BARE_THINGS),
  ...pairs(CHINESE_UNCLOTHED, CHINESE_UNCLOTHED_THINGS),
  ...pairs(['光溜溜的'], SMOOTH_THINGS),
  ...UNIVERSITIES.flatMap((school) =>
    ['一', '二', '三', '四'].flatMap((year) =>
      ['女生', '男生', '学生'].map((student) => `${school}${year}年级${student}`),
    ),
  ),
  '穿脱衣服',
  '脱衣机',
  '穿衣服脱衣服',
  '脱衣服穿衣服',
].join(',');
export const POSSESSIONS_OF_MOTHERS = pairs(
  POSSESSORS.map((possessor) => `${possessor}妈的`),
  POSSESSIONS,
).join(',');
