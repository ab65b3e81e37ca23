"""The words of the captions: places, times, weather, seasons, relations, measure words, and what people write around them."""
from .places import PLAIN

# place -> (English phrases after the thing, English keywords, Chinese attributes before 的, Chinese keywords)
PLACE_WORDS = {
    "soft": (("on a plain background", "on a soft background", "on a quiet background"), ("plain background", "soft background", "simple background"), ("纯色背景上", "柔和背景上", "简单背景上"), ("纯色背景", "柔和背景", "简单背景")),
    "meadow": (("in a meadow", "on the grass", "in a field", "on a green meadow"), ("meadow", "grass", "field"), ("草地上", "草丛里", "田野上"), ("草地", "田野")),
    "hills": (("in the hills", "among rolling hills", "on a hill", "in the countryside"), ("hills", "rolling hills", "countryside"), ("山丘上", "丘陵间", "乡间"), ("山丘", "丘陵", "乡村风景")),
    "flower field": (("in a flower field", "among the flowers", "in a field of flowers"), ("flower field", "flowers", "wildflowers"), ("花海里", "花丛中", "花田里"), ("花海", "花田", "花丛")),
    "wheat field": (("in a wheat field", "in a golden field", "in a cornfield"), ("wheat field", "golden field"), ("麦田里", "麦地里"), ("麦田", "金色麦田")),
    "farm": (("on a farm", "at the farm"), ("farm", "farmyard"), ("农场里", "农场上"), ("农场", "农庄")),
    "garden": (("in a garden", "in the garden"), ("garden", "flower garden"), ("花园里", "院子里"), ("花园", "庭院")),
    "park": (("in a park", "in the park"), ("park", "city park"), ("公园里",), ("公园",)),
    "playground": (("at the playground", "in a playground"), ("playground", "swings"), ("游乐场里", "操场上"), ("游乐场", "秋千")),
    "forest": (("in the forest", "in a forest", "in the woods"), ("forest", "woods"), ("森林里", "树林里", "林中"), ("森林", "树林")),
    "pine forest": (("in a pine forest", "among the pines", "among fir trees"), ("pine forest", "fir forest", "pines"), ("松林里", "针叶林里"), ("松林", "针叶林")),
    "jungle": (("in the jungle", "in a rainforest"), ("jungle", "rainforest", "tropical forest"), ("丛林里", "热带雨林里", "雨林里"), ("丛林", "雨林")),
    "bamboo grove": (("in a bamboo forest", "among bamboo", "in a bamboo grove"), ("bamboo forest", "bamboo grove"), ("竹林里", "竹林中"), ("竹林",)),
    "mountains": (("in the mountains", "in front of mountains", "in the alps"), ("mountains", "alps", "mountain landscape"), ("山里", "山间", "大山前"), ("群山", "高山风景", "山景")),
    "snow": (("in the snow", "on the snow", "in a snowy landscape"), ("snow", "snowy landscape", "snowy field"), ("雪地里", "雪地上", "雪中"), ("雪地", "雪景")),
    "canyon": (("in a canyon", "in the canyon"), ("canyon", "red canyon"), ("峡谷里", "峡谷中"), ("峡谷",)),
    "desert": (("in the desert", "in a desert", "on the sand dunes"), ("desert", "sand dunes", "dunes"), ("沙漠里", "沙漠中", "沙丘上"), ("沙漠", "沙丘")),
    "oasis": (("at an oasis", "in an oasis"), ("oasis",), ("绿洲里", "绿洲旁"), ("绿洲",)),
    "savanna": (("on the savanna", "in the savannah", "on the african plains"), ("savanna", "african plains"), ("稀树草原上", "非洲草原上", "大草原上"), ("稀树草原", "非洲草原", "大草原")),
    "beach": (("on the beach", "at the beach", "by the sea"), ("beach", "seaside", "coast"), ("海滩上", "沙滩上", "海边"), ("海滩", "沙滩", "海边")),
    "sea": (("on the sea", "at sea", "on the ocean", "on the open sea"), ("sea", "ocean", "open sea"), ("海上", "大海上", "海面上"), ("大海", "海洋", "海面")),
    "harbor": (("in the harbor", "at the harbour", "at the port", "on the pier"), ("harbor", "port", "pier", "harbour"), ("港口里", "码头上", "港湾里"), ("港口", "码头", "港湾")),
    "cliff": (("on a cliff", "on the cliffs", "on the rocky coast"), ("cliff", "rocky coast", "sea cliff"), ("悬崖上", "海崖上"), ("悬崖", "海崖")),
    "lake": (("by the lake", "at a lake", "on a lake"), ("lake", "lakeside"), ("湖边", "湖上", "湖畔"), ("湖", "湖景", "湖泊")),
    "river": (("by the river", "at the river", "on a river"), ("river", "riverside"), ("河边", "小河边", "河上"), ("河流", "小河")),
    "pond": (("in a pond", "by the pond", "at the lily pond"), ("pond", "lily pond"), ("池塘里", "池塘边", "荷塘里"), ("池塘", "荷塘")),
    "swamp": (("in a swamp", "in the swamp", "in the marsh"), ("swamp", "marsh"), ("沼泽里", "湿地里"), ("沼泽", "湿地")),
    "waterfall": (("at a waterfall", "by the waterfall", "in front of a waterfall"), ("waterfall",), ("瀑布前", "瀑布旁"), ("瀑布",)),
    "island": (("on an island", "on a tropical island", "on a desert island"), ("island", "tropical island"), ("小岛上", "热带岛屿上", "荒岛上"), ("小岛", "热带岛屿", "海岛")),
    "underwater": (("underwater", "under the sea", "at the bottom of the sea", "in the deep sea"), ("underwater", "deep sea", "seabed", "coral reef"), ("海底", "水下", "海里", "深海里"), ("海底", "水下", "深海")),
    "arctic": (("in the arctic", "on the ice", "at the north pole", "in antarctica"), ("arctic", "north pole", "icebergs", "antarctica"), ("北极", "冰面上", "南极", "冰原上"), ("北极", "冰原", "南极")),
    "volcano land": (("at a volcano", "in front of a volcano", "near a volcano"), ("volcano landscape", "lava"), ("火山前", "火山旁", "火山下"), ("火山", "熔岩")),
    "cave": (("in a cave", "in the cave"), ("cave", "cavern"), ("山洞里", "洞穴里"), ("山洞", "洞穴")),
    "city": (("in the city", "in a city", "downtown"), ("city", "skyline", "cityscape"), ("城市里", "都市里", "城里"), ("城市", "都市", "城市天际线")),
    "street": (("on the street", "in the street", "in town", "in the old town"), ("street", "old town", "town"), ("街上", "街道上", "老街上", "小镇里"), ("街道", "老街", "小镇")),
    "village": (("in a village", "in the village"), ("village", "hamlet"), ("村子里", "村庄里", "乡村里"), ("村庄", "乡村")),
    "ruins": (("in the ruins", "among ancient ruins", "among the columns"), ("ruins", "ancient ruins"), ("遗迹里", "废墟里", "古迹中"), ("遗迹", "古迹", "废墟")),
    "temple": (("at a temple", "at the shrine", "in front of a japanese gate"), ("temple grounds", "shrine", "japanese gate"), ("神社前", "寺庙前", "鸟居前"), ("神社", "寺庙")),
    "castle yard": (("in a castle", "in the castle courtyard", "in front of castle walls"), ("castle courtyard", "castle walls", "fortress"), ("城堡里", "城墙前", "城堡庭院里"), ("城堡庭院", "城墙", "要塞")),
    "bridge": (("on a bridge", "on the bridge"), ("bridge",), ("桥上",), ("桥", "大桥")),
    "road": (("on the road", "on a country road", "on the highway"), ("road", "highway", "country road"), ("路上", "公路上", "马路上"), ("公路", "马路")),
    "railway": (("on the railway", "on the rails", "at the railway"), ("railway", "train tracks"), ("铁路上", "铁轨上"), ("铁路", "铁轨")),
    "rooftop": (("on a rooftop", "on the roof", "on the rooftops"), ("rooftop", "roofs"), ("屋顶上", "房顶上"), ("屋顶",)),
    "room": (("in a room", "in the living room", "at home", "in the house"), ("room", "living room", "indoors"), ("房间里", "客厅里", "家里", "屋里"), ("房间", "客厅", "室内")),
    "kitchen": (("in the kitchen", "in a kitchen", "on the kitchen counter"), ("kitchen",), ("厨房里",), ("厨房",)),
    "library": (("in the library", "in a library", "in front of bookshelves"), ("library", "bookshelves"), ("图书馆里", "书房里"), ("图书馆", "书房")),
    "classroom": (("in a classroom", "at school", "in the classroom"), ("classroom", "blackboard"), ("教室里", "学校里"), ("教室",)),
    "window": (("at the window", "by the window", "on the windowsill"), ("window view", "windowsill"), ("窗边", "窗台上", "窗前"), ("窗台", "窗前")),
    "table": (("on the tablecloth", "as a still life", "on a tabletop"), ("still life", "tabletop"), ("桌面上", "桌布上"), ("静物", "桌面")),
    "stage": (("on stage", "on a stage", "in the theater"), ("stage", "theater", "spotlight"), ("舞台上", "剧院里"), ("舞台", "剧院")),
    "sky": (("in the sky", "among the clouds", "in the clouds", "above the clouds"), ("sky", "clouds", "blue sky"), ("天空中", "天上", "云中", "云端"), ("天空", "白云", "蓝天")),
    "space": (("in space", "in outer space", "among the planets"), ("space", "outer space", "galaxy", "planets"), ("太空中", "太空里", "宇宙中"), ("太空", "宇宙", "银河")),
    "moon": (("on the moon", "on the lunar surface"), ("moon landscape", "lunar surface"), ("月球上", "月球表面"), ("月球", "月面")),
    "mars": (("on mars", "on the red planet"), ("mars", "red planet"), ("火星上", "红色星球上"), ("火星", "红色星球")),
}
PLAIN_CHINESE = {
    "red": "红色", "orange": "橙色", "yellow": "黄色", "green": "绿色", "blue": "蓝色", "purple": "紫色",
    "pink": "粉色", "white": "白色", "black": "黑色", "gray": "灰色",
}


def place_words(place: str):
    """The four lists of PLACE_WORDS for any place, plain ones included."""
    if place not in PLAIN:
        return PLACE_WORDS[place]
    names = ("gray", "grey") if place == "gray" else (place,)
    zh = PLAIN_CHINESE[place]
    return (
        tuple(f"{preposition} {'an' if n == 'orange' else 'a'} {n} background" for n in names for preposition in ("on", "with", "against")),
        tuple(f"{n} background" for n in names),
        (f"{zh}背景上", f"{zh}背景前"),
        (f"{zh}背景",),
    )


# English phrases, English keywords, Chinese attributes before 的 (or before the place), Chinese keywords
TIME_WORDS = {
    "day": (("in the daytime", "on a sunny day"), ("daylight", "sunny", "daytime"), ("白天", "晴天"), ("白天", "晴朗")),
    "dawn": (("at dawn", "at sunrise", "in the morning", "in the early morning"), ("dawn", "sunrise", "morning"), ("清晨", "黎明", "日出时", "早晨"), ("清晨", "日出", "黎明")),
    "sunset": (("at sunset", "in the evening", "in the sunset"), ("sunset", "evening", "golden hour"), ("夕阳下", "日落时", "傍晚"), ("夕阳", "日落", "傍晚")),
    "dusk": (("at dusk", "at twilight", "after sunset"), ("dusk", "twilight", "blue hour"), ("黄昏", "暮色中"), ("黄昏", "暮色")),
    "night": (("at night", "under the stars", "in the moonlight", "under the night sky"), ("night", "night sky", "starry night", "moonlight"), ("夜晚", "夜里", "星空下", "月光下"), ("夜晚", "星空", "夜空", "月光")),
}
WEATHER_WORDS = {
    "clear": (("under a clear sky",), ("clear sky",), ("晴空下",), ("晴空",)),
    "cloudy": (("under a cloudy sky", "on a cloudy day"), ("cloudy", "overcast"), ("多云天", "阴天"), ("多云", "阴天")),
    "rain": (("in the rain", "on a rainy day"), ("rain", "rainy", "rainy day"), ("雨中", "下雨天", "雨天"), ("下雨", "雨天")),
    "storm": (("in a storm", "in a thunderstorm"), ("storm", "thunderstorm", "lightning"), ("暴风雨中", "雷雨中"), ("暴风雨", "雷雨", "闪电")),
    "snowfall": (("in falling snow", "while it snows", "in a snowstorm"), ("snowfall", "snowing", "snowflakes"), ("下雪天", "飘雪中", "大雪中"), ("下雪", "飘雪")),
    "fog": (("in the fog", "in the mist", "on a foggy day"), ("fog", "mist", "foggy"), ("雾中", "大雾里", "薄雾中"), ("雾", "大雾", "薄雾")),
    "rainbow": (("under a rainbow", "with a rainbow in the sky"), ("rainbow sky",), ("彩虹下", "雨后彩虹下"), ("雨后彩虹",)),
}
SEASON_WORDS = {
    "spring": (("in spring",), ("spring", "springtime"), ("春天",), ("春天", "春日")),
    "autumn": (("in autumn", "in fall"), ("autumn", "fall colors"), ("秋天",), ("秋天", "秋日")),
    "winter": (("in winter",), ("winter", "wintertime"), ("冬天",), ("冬天", "冬日")),
}
RELATIONS = {
    "beside": (("and", "and", "with", "next to", "beside", "&"), ("和", "和", "与", "跟", "旁边是", "挨着")),
    "on": (("on", "on", "on top of", "sitting on", "standing on"), ("上",)),
    "under": (("under", "under", "below", "beneath"), ("下", "下面")),
    "riding": (("riding", "riding", "riding on", "on the back of"), ("骑着", "骑着", "骑")),
    "in front of": (("in front of", "before"), ("前", "前面")),
    "in": (("in", "in", "inside", "sitting in"), ("里", "里面")),
}
ENGLISH_OPENERS = (
    "a picture of", "an image of", "a drawing of", "an illustration of", "a painting of", "a photo of",
    "draw", "draw me", "show me", "i want", "please draw", "a cartoon of", "a poster of", "a postcard of", "paint", "there is", "this is", "make", "create an image of", "generate",
    "can you draw", "i would like", "a scene with", "a sketch of", "an art print of",
)
ENGLISH_PRAISE = (
    "cute", "beautiful", "masterpiece", "best quality", "high quality", "detailed", "highly detailed", "sharp",
    "4k", "hd", "8k", "digital art", "cartoon", "illustration", "simple", "colorful", "very cute", "minimal", "minimalist",
    "trending on artstation", "award winning", "poster", "children's book illustration", "cozy", "dreamy", "soft light", "cinematic",
    "intricate", "elegant", "whimsical", "vintage", "retro", "storybook",
)
ENGLISH_MOODS = ("cute", "beautiful", "lovely", "funny", "magical", "pretty", "charming", "colorful")
ENGLISH_LIVELY = ("cute", "happy", "sleepy", "brave", "old", "young", "friendly", "sweet", "wise", "fat", "little", "lonely")
CHINESE_OPENERS = ("画", "请画", "我想要", "一张图：", "给我画", "来", "帮我画", "生成", "我要", "这是", "有", "请给我", "绘制", "创作")
CHINESE_CLOSERS = ("的图片", "的照片", "的画", "的插画", "的卡通画", "的海报", "的绘本插图")
CHINESE_PRAISE = (
    "可爱", "漂亮", "杰作", "高质量", "高清", "精细", "最佳质量", "卡通", "插画", "好看", "简单", "细节丰富", "极简", "海报", "绘本风格",
    "温馨", "梦幻", "复古", "精美", "柔和光线", "电影感", "童话", "治愈", "唯美",
)
CHINESE_MOODS = ("可爱的", "漂亮的", "有趣的", "神奇的", "美丽的", "好看的")
CHINESE_LIVELY = ("可爱的", "快乐的", "年老的", "年轻的", "勇敢的", "胖胖的", "友好的", "孤独的", "聪明的", "困倦的", "老", "小")
ENGLISH_SMALL = ("small", "tiny", "little", "mini")
ENGLISH_BIG = ("big", "huge", "large", "giant")
CHINESE_SMALL = ("很小的", "小小的", "迷你的")
CHINESE_BIG = ("巨大的", "很大的", "大大的", "大")
PUNCTUATION = (".", "!", "?", ";", ":", "(", ")", "\"", "'", "-", ",", "&", "+", "/", "。", "！", "？", "；", "：", "、", "，", "（", "）", "“", "”", "…")
ENGLISH_PORTRAIT = ("a portrait of {}", "{}, portrait", "{}, close-up", "a close-up of {}", "portrait of {}")
CHINESE_PORTRAIT = ("{}的肖像", "{}的特写", "{}，肖像", "{}，特写", "{}肖像")
ENGLISH_STYLE = ("{subject}, {style}", "{subject} in {style} style", "{style} of {subject}", "{subject}, {style} style", "{style}, {subject}", "{subject} as {style}", "{style} {subject}")
CHINESE_STYLE = ("{style}，{subject}", "{subject}，{style}", "{style}的{subject}", "{style}风格的{subject}", "{subject}，{style}风格", "用{style}画{subject}", "{style}{subject}")
ENGLISH_NUMBERS = {2: ("two", "2", "a pair of"), 3: ("three", "3"), 4: ("four", "4"), 5: ("five", "5")}
CHINESE_NUMBERS = {2: ("两", "两", "2"), 3: ("三", "3"), 4: ("四", "4"), 5: ("五", "5")}
MEASURES = {
    "animal": "只", "sea": "条", "vehicle": "辆", "boat": "艘", "plant": "棵", "person": "个", "fantasy": "个", "food": "个", "drink": "杯",
    "nature": "个", "building": "座", "thing": "个", "tool": "把", "music": "把", "clothes": "件", "play": "个",
}
# Chinese measure words of things that don't take their kind's.
MEASURE_EXCEPTIONS = {
    "条": "fish|dog|poodle|snake|dragon|seal|shark|dolphin|rope|chain|jeans|scarf|dress|baguette|necktie|caterpillar|worm|sweet potato|tie|shorts|skateboard",
    "头": "elephant|cow|ox|lion|bear|pig|donkey|water buffalo|bison|mammoth|boar|whale|rhino|hippo",
    "匹": "horse|wolf|zebra|camel|unicorn", "只": "crab|lobster|shrimp|octopus|squid|jellyfish|ghost|seashell|penguin|starfish|turtle|phoenix|brontosaurus|dinosaur|seahorse|sneaker|glove|drumstick|oyster|kettle|paper crane|orca|seal|hiking boot|sock",
    "朵": "cherry blossom|lotus|rose|hibiscus|flower|tulip|sunflower|mushroom|cloud|rain cloud|thundercloud|snow cloud|dandelion|wilted flower",
    "片": "maple leaf|autumn leaf|snowflake|feather|steak|bread|bacon|pill|clover|herb", "束": "bouquet|hyacinth", "盆": "potted plant", "根": "banana|bamboo|baguette|corn|candle|hot dog|bone|magic wand|flute|skis|pencil|carrot|cucumber",
    "本": "book|open book|notebook|calendar", "张": "map|table|bed|ticket|painting|newspaper|credit card|playing card|stool", "顶": "crown|top hat|sun hat|helmet|baseball cap|graduation cap|tent", "封": "envelope|love letter",
    "位": "doctor|teacher|judge|farmer|cook|scientist|pilot|astronaut|captain|king|princess|prince|old man|old woman|painter|knight|wizard",
    "架": "airplane|small plane|helicopter|piano|harp|telescope|paper plane|accordion|satellite|ladder", "列": "steam train|train|bullet train|tram|monorail", "枚": "rocket|ring|medal|coin|egg", "颗": "star|diamond|planet|satellite|strawberry|cherries|candy|heart|tooth|pill|die",
    "双": "chopsticks|socks|gloves|leather shoe|sneaker|ballet shoes|high heel|skis", "碗": "noodles|rice|stew|cereal|salad", "块": "cake|cheese|rock|chocolate|steak|cookie|brick|soap|butter|moon cake", "瓶": "wine|champagne|sake|milk", "扇": "door|window",
    "轮": "moon|full moon|sun", "道": "rainbow|lightning", "幅": "painting", "台": "computer|laptop|tv|printer|radio|camera|movie camera|tractor", "部": "phone|telephone", "盏": "lamp|lantern|red lantern|street lamp|diya lamp", "副": "glasses|sunglasses|goggles", "串": "grapes|beads|dango|oden",
    "株": "seedling|cactus|wheat", "座": "mountain|volcano|island|mount fuji|iceberg|igloo", "间": "hut|log cabin|shop", "栋": "house|cottage|office building", "支": "pen|paintbrush|crayon|lipstick|baseball", "面": "mirror|shield|drum", "辆": "bicycle", "艘": "ufo|airship|submarine",
}
UNCOUNTED = (
    "fries", "grapes", "noodles", "sunglasses", "scissors", "cherries", "cheese", "corn", "bread", "broccoli", "sushi", "ramen", "beer", "coffee", "tea", "wine", "lightning",
    "jeans", "shorts", "glasses", "goggles", "skis", "headphones", "scales", "stairs", "honey", "rice", "milk", "soup", "popcorn", "butter", "garlic", "ginger", "pasta", "spaghetti", "curry",
    "bacon", "sake", "soda", "champagne", "fire", "ice", "gloves", "socks", "beans", "peas", "peanuts", "blueberries", "pancakes", "bubbles", "fireworks", "sparkles", "books", "chopsticks", "paw prints",
    "maracas", "beads", "money", "poop", "dna", "rope", "yarn", "confetti", "bamboo", "wheat", "tempura", "oden", "dango", "cereal", "chocolate", "soap", "lavender", "coral", "binoculars", "cards", "playing cards", "ballet shoes", "theater masks", "japanese dolls", "ice skates", "dice", "golf", "badminton", "ping pong", "table tennis", "bowling", "love", "whiskey", "paella", "stew", "fondue", "pudding", "custard", "trousers", "pants", "oats",
    "mount fuji", "earth", "saturn", "treasure", "houses", "bricks", "pills", "leaves", "seaweed", "ice hockey", "shopping bags", "roller skates", "high heels", "flip-flops", "two people holding hands", "green tea", "bubble tea", "milk tea", "canned food", "shaved ice", "firewood", "banknotes",
)
SAME_PLURAL = ("fish", "deer", "sheep", "moose", "bison", "salmon", "shrimp", "squid", "tropical fish", "pufferfish", "jellyfish", "goldfish", "starfish", "koi", "elk", "swordfish", "buffalo")
IRREGULAR_PLURALS = {
    "mouse": "mice", "wolf": "wolves", "snowman": "snowmen", "goose": "geese", "man": "men", "woman": "women", "knife": "knives", "leaf": "leaves", "tooth": "teeth", "loaf": "loaves", "ox": "oxen",
    "policeman": "policemen", "fireman": "firemen", "fisherman": "fishermen", "postman": "postmen", "scarf": "scarves", "elf": "elves", "bookshelf": "bookshelves", "businessman": "businessmen", "cactus": "cacti", "child": "children", "half": "halves",
}


def plural(name: str) -> str:
    """The English plural of a name, its last word bent."""
    if name in SAME_PLURAL or name in UNCOUNTED:
        return name
    for preposition in (" of ", " on ", " in ", " with ", " behind ", " riding ", " rowing ", " and "):
        if preposition in name:
            head, tail = name.split(preposition, 1)
            return f"{plural(head)}{preposition}{tail}"
    *front, last = name.split(" ")
    if last in IRREGULAR_PLURALS:
        last = IRREGULAR_PLURALS[last]
    elif last not in SAME_PLURAL and last not in UNCOUNTED:
        if last.endswith(("s", "x", "ch", "sh")) or last in ("tomato", "mango", "potato", "volcano", "tornado", "buffalo"):
            last += "es"
        elif last.endswith("y") and last[-2] not in "aeiou":
            last = last[:-1] + "ies"
        else:
            last += "s"
    return " ".join((*front, last))


def with_article(phrase: str, name: str) -> str:
    """'fox' to 'a fox'; names that take no article keep none. `name` is the thing's own name in the phrase."""
    if name in UNCOUNTED or name.split(" ")[-1] in UNCOUNTED and " of " not in name:
        return phrase
    vowel = phrase[0] in "aeio" or phrase.startswith(("umb", "ug", "un")) and not phrase.startswith(("uni",))
    return f"{'an' if vowel else 'a'} {phrase}"
