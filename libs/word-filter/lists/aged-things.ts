/** Things and animals whose age is no age of a child. In a phrase, `* ` is the number; the filter knows the other forms of an age. */
const THINGS = `oak, oak tree, oak trees, oak barrel, oak cask, tree, trees, apple tree, olive tree, pine, pine tree, bonsai, bonsai tree, vine, vines, vineyard,
  whisky, whiskey, scotch, scotch whisky, single malt, single malt whisky, malt whisky, bourbon, rum, wine, red wine, port, port wine, sherry, brandy, cognac,
  balsamic vinegar, vinegar, cheese, cheddar, gouda, parmesan, house, houses, cottage, castle, church, building, bridge, mill, pub, shop, car, cars, truck,
  tractor, motorcycle, bicycle, boat, ship, laptop, computer, phone, camera, guitar, violin, piano, sofa, chair, ruin, ruins, wreck, dog, labrador, retriever,
  horse, mare, tortoise, turtle, parrot, elephant, carp, cherry tree, pear tree, fig tree, maple, willow, elm, birch, beech, yew, ginkgo, cypress, cedar, cactus,
  hedge, orchard, forest, rose bush, tequila, beer, dough, sourdough, table, desk, clock, watch, coat, jacket, jeans, sweater, carpet, road, wall, barn, tower,
  train, bus, van, jeep`;
const ANIMALS = `dogs, puppy, german shepherd, sheepdog, collie, corgi, poodle, beagle, dachshund, husky, terrier, spaniel, bulldog, greyhound, chihuahua, pug, dalmatian,
  rottweiler, mastiff, great dane, shiba inu, cat, cats, kitten, tabby, tabby cat, tomcat, maine coon, siamese cat, persian cat, horses, stallion, gelding, pony,
  foal, donkey, mule, cow, bull, ox, calf, goat, sheep, lamb, pig, piglet, hen, rooster, duck, goose, swan, owl, eagle, falcon, crow, raven, macaw, cockatoo, canary,
  rabbit, hamster, guinea pig, ferret, lizard, iguana, gecko, snake, crocodile, alligator, koi, goldfish, whale, dolphin, seal, penguin, lion, tiger, leopard,
  cheetah, wolf, bear, panda, chimpanzee, gorilla, orangutan, giraffe, zebra, rhino, hippo, camel, llama, alpaca, deer, reindeer, stag, moose, elephants,
  naked mole rat, mole rat`;
const CHINESE_THINGS = `橡树, 老树, 树, 大树, 松树, 银杏, 盆景, 威士忌, 红酒, 黄酒, 白酒, 普洱, 老狗, 狗, 猫, 老猫, 马, 老马, 乌龟, 海龟, 大象, 鹦鹉, 房子, 汽车`;
const MORE_CHINESE_THINGS = `柳树, 槐树, 榕树, 樱花树, 梨树, 苹果树, 茶树, 古树, 葡萄藤, 仙人掌, 陈酿, 老酒, 陈皮, 奶酪, 老屋, 木屋, 房屋, 自行车, 摩托车, 钢琴, 吉他, 相机,
  手机, 电脑, 狗狗, 金毛, 金毛犬, 拉布拉多, 柴犬, 柯基, 哈士奇, 牧羊犬, 泰迪犬, 猎犬, 猫咪, 橘猫, 布偶猫, 兔子, 仓鼠, 锦鲤, 金鱼, 牛, 水牛, 奶牛, 黄牛, 羊, 山羊,
  绵羊, 驴, 毛驴, 骆驼, 骏马, 老虎, 狮子, 豹子, 熊, 棕熊, 熊猫, 猴子, 梅花鹿, 狼, 鹰, 老鹰, 鲸鱼, 海豚, 企鹅, 猪, 公鸡, 母鸡, 鸭子, 天鹅`;

const split = (words: string): string[] => words.split(',').map((word) => word.trim());

export const AGED_THINGS = [...split(THINGS), ...split(ANIMALS)].map((thing) => `* year old ${thing}`).join(',');
export const AGED_THINGS_CHINESE = [
  ...split(CHINESE_THINGS).flatMap((thing) => [`* 岁的${thing}`, `* 岁${thing}`]),
  ...split(MORE_CHINESE_THINGS).map((thing) => `* 岁的${thing}`),
].join(',');
