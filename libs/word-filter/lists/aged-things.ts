/** Things whose age in years is no age of a child. In a phrase, `* ` is the number. */
const THINGS = `oak, oak tree, oak trees, oak barrel, oak cask, tree, trees, apple tree, olive tree, pine, pine tree, bonsai, bonsai tree, vine, vines, vineyard,
  whisky, whiskey, scotch, scotch whisky, single malt, single malt whisky, malt whisky, bourbon, rum, wine, red wine, port, port wine, sherry, brandy, cognac,
  balsamic vinegar, vinegar, cheese, cheddar, gouda, parmesan, house, houses, cottage, castle, church, building, bridge, mill, pub, shop, car, cars, truck,
  tractor, motorcycle, bicycle, boat, ship, laptop, computer, phone, camera, guitar, violin, piano, sofa, chair, ruin, ruins, wreck, dog, labrador, retriever,
  horse, mare, tortoise, turtle, parrot, elephant, carp`;
const CHINESE_THINGS = `橡树, 老树, 树, 大树, 松树, 银杏, 盆景, 威士忌, 红酒, 黄酒, 白酒, 普洱, 老狗, 狗, 猫, 老猫, 马, 老马, 乌龟, 海龟, 大象, 鹦鹉, 房子, 汽车`;

const split = (words: string): string[] => words.split(',').map((word) => word.trim());

export const AGED_THINGS = split(THINGS)
  .map((thing) => `* year old ${thing}`)
  .join(',');
export const AGED_THINGS_CHINESE = split(CHINESE_THINGS)
  .flatMap((thing) => [`* 岁的${thing}`, `* 岁${thing}`])
  .join(',');
