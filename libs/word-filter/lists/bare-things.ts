/** Things that are bare without being nude, and possessions in phrases that are a curse otherwise. */
const BARE_THINGS: Readonly<Record<string, string>> = {
  naked: `stone, stones, boulder, boulders, cliff, cliffs, hill, hills, hillside, hillsides, mountain, mountains, ridge, ridges, dune, dunes, wall, walls, brick,
    bricks, wood, timber, soil, earth, ground, bark, trunk, trunks, stem, stems, seed, seeds, wire, wires, steel, concrete, canvas, lightbulb, lightbulbs, candle,
    wooden frame, wooden beams, juice, and afraid`,
  undressed: `stone, stones, stone wall, stone walls, timber, wood, lumber, granite, marble, salad, salads, window, windows, wound, wounds, hide, hides, leather,
    christmas tree, christmas trees, mannequin, mannequins, bed, beds, crab, crabs`,
  topless: `car, cars, jeep, jeeps, convertible, convertibles, roadster, roadsters, bus, buses, truck, trucks, wagon, wagons, carriage, carriages, mountain,
    mountains, tower, towers, tree, trees, tent, tents, box, boxes, pizza, pizzas, burger, pie`,
  nude: `dress, dresses, gown, gowns, lip, lips, eyeshadow, polish, sandals, flats, handbag, handbags, bag, bags, fabric, silk, satin, wall, walls, interior,
    hue, hues, manicure, tights, foundation, blush, stockings, pink shoes, pink ballet shoes, ballet shoes, pink dress`,
};
/** Do not wear clothes, or hold none. */
const UNDRESSED = `hanger, hangers, clothesline, wardrobe, wardrobes, closet, closets, rack, racks, suitcase, dresser, mannequin, mannequins, doll, dolls, statue, statues,
  teddy bear, teddy bears, dog, dogs, cat, cats, animal, animals, snowman, scarecrow, emperor, emperor's`;
const CHINESE_BARE = ['赤裸的', '赤裸裸的', '一丝不挂的', '半裸的'];
const CHINESE_BARE_THINGS = `山岗, 山丘, 山坡, 山脊, 山峰, 山体, 山崖, 山峦, 群山, 荒山, 崖壁, 悬崖, 岩壁, 岩石, 岩层, 石头, 石壁, 礁石, 大地, 土地, 泥土, 土壤, 黄土, 原野, 田野, 荒原, 沙丘,
  树枝, 树干, 树木, 大树, 枝头, 枝条, 枝桠, 枝丫, 树根, 河床, 墙壁, 砖墙, 灯泡, 电线, 钢筋, 混凝土, 水泥, 海岸, 城墙, 土墙, 山头, 田埂, 田地`;
const CHINESE_UNCLOTHED = ['没穿衣服的', '没有穿衣服的', '不穿衣服的', '光屁股的', '光着屁股的'];
const CHINESE_UNCLOTHED_THINGS = `小猫, 猫咪, 小狗, 狗狗, 小鸡, 小鸟, 小猪, 猴子, 动物, 小动物, 玩偶, 布娃娃, 洋娃娃, 木偶, 人偶, 假人, 衣架, 雕像, 雕塑, 大树, 雪人, 稻草人, 小熊, 玩具, 芭比娃娃, 皇帝`;
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
  'no clothes on the line',
  'no clothes on the rack',
  'no clothes on hangers',
].join(',');
export const THINGS_WITHOUT_CLOTHES_CHINESE = [
  ...pairs(CHINESE_BARE, CHINESE_BARE_THINGS),
  ...pairs(CHINESE_UNCLOTHED, CHINESE_UNCLOTHED_THINGS),
].join(',');
export const POSSESSIONS_OF_MOTHERS = pairs(
  POSSESSORS.map((possessor) => `${possessor}妈的`),
  POSSESSIONS,
).join(',');
