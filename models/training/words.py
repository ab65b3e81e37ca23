"""The words of the captions: places, colours, sizes, measure words and what people write around them."""
from .places import PLAIN

# place -> (English phrases after the thing, English keywords, Chinese attributes before 的, Chinese keywords)
SCENIC_WORDS = {
    "pastel": (("on a pastel background", "on a soft background"), ("pastel background", "pastel colors"), ("柔和背景上", "粉彩背景上"), ("柔和背景", "粉彩")),
    "night": (("at night", "in the night", "under the stars", "under the night sky"), ("night", "night sky", "starry night"), ("夜晚", "星空下", "夜空下", "夜里"), ("夜晚", "星空", "夜空")),
    "sunset": (("at sunset", "in the sunset", "at dusk"), ("sunset", "dusk", "evening"), ("夕阳下", "日落时", "黄昏"), ("夕阳", "日落", "黄昏")),
    "beach": (("on the beach", "at the beach", "by the sea"), ("beach", "sea", "ocean beach"), ("海滩上", "沙滩上", "海边"), ("海滩", "沙滩", "海边")),
    "snow": (("in the snow", "in winter", "on the snow"), ("snow", "winter", "snowy"), ("雪地里", "雪中", "冬天"), ("雪地", "雪", "冬天")),
    "meadow": (("in a meadow", "on the grass", "in a field", "in the garden"), ("meadow", "grass", "field"), ("草地上", "草原上", "花园里"), ("草地", "草原")),
    "forest": (("in the forest", "in a forest", "in the woods"), ("forest", "woods"), ("森林里", "树林里", "林中"), ("森林", "树林")),
    "mountains": (("in the mountains", "in front of mountains", "on a mountain"), ("mountains", "mountain"), ("山里", "山前", "山上"), ("山", "大山", "高山")),
    "desert": (("in the desert", "in a desert", "on the sand"), ("desert", "sand"), ("沙漠里", "沙漠中"), ("沙漠",)),
    "city": (("in the city", "in a city", "on the street", "in town"), ("city", "street", "town"), ("城市里", "街上", "城里"), ("城市", "街道")),
    "underwater": (("underwater", "under the sea", "in the ocean", "under water"), ("underwater", "ocean", "deep sea"), ("海底", "水下", "海里", "水里"), ("海底", "水下", "海洋")),
    "space": (("in space", "in outer space", "among the planets"), ("space", "outer space", "galaxy"), ("太空中", "太空里", "宇宙中"), ("太空", "宇宙")),
    "rain": (("in the rain", "on a rainy day"), ("rain", "rainy day", "storm"), ("雨中", "下雨天", "雨里"), ("雨", "下雨", "雨天")),
    "sky": (("in the sky", "among the clouds", "in the clouds"), ("sky", "clouds", "blue sky"), ("天空中", "天上", "云中"), ("天空", "白云", "蓝天")),
    "room": (("in a room", "in the room", "at home", "in the house"), ("room", "home", "indoors"), ("房间里", "家里", "屋里"), ("房间", "家", "室内")),
}
PLAIN_CHINESE = {
    "red": "红色", "orange": "橙色", "yellow": "黄色", "green": "绿色", "blue": "蓝色", "purple": "紫色",
    "pink": "粉色", "white": "白色", "black": "黑色", "grey": "灰色",
}


def place_words(place: str):
    """The four lists of SCENIC_WORDS for any place, plain ones included."""
    if place not in PLAIN:
        return SCENIC_WORDS[place]
    names = ("grey", "gray") if place == "grey" else (place,)
    zh = PLAIN_CHINESE[place]
    return (
        tuple(f"{article} {n} background" for n in names for article in (f"on {'an' if n == 'orange' else 'a'}", "with a")),
        tuple(f"{n} background" for n in names),
        (f"{zh}背景上", f"{zh}背景"),
        (f"{zh}背景",),
    )


ENGLISH_OPENERS = (
    "a photo of", "a picture of", "an image of", "a drawing of", "an illustration of", "an emoji of", "a painting of",
    "draw", "show me", "i want", "please draw", "a cartoon of",
)
ENGLISH_PRAISE = (
    "cute", "beautiful", "masterpiece", "best quality", "high quality", "detailed", "highly detailed", "sharp",
    "4k", "hd", "digital art", "3d", "cartoon", "illustration", "simple", "colorful", "very cute", "realistic",
)
CHINESE_OPENERS = ("画", "请画", "我想要", "一张图：", "给我画", "来")
CHINESE_CLOSERS = ("的图片", "的照片", "的画", "的插画", "的卡通画")
CHINESE_PRAISE = ("可爱", "漂亮", "杰作", "高质量", "高清", "精细", "最佳质量", "卡通", "插画", "好看", "简单", "细节丰富")
ENGLISH_SMALL = ("small", "tiny", "little", "mini")
ENGLISH_BIG = ("big", "huge", "large", "giant")
CHINESE_SMALL = ("很小的", "小小的", "迷你的", "小")
CHINESE_BIG = ("巨大的", "很大的", "大大的")
MEASURES = {
    "animal": "只", "vehicle": "辆", "plant": "棵", "person": "个", "food": "个", "nature": "个", "place": "座", "thing": "个",
}
PLURAL_ALREADY = ("fries", "grapes", "noodles", "sunglasses", "scissors", "swords", "cherries", "cheese", "corn", "bread", "broccoli", "sushi", "ramen", "fish", "deer", "sheep", "beer", "coffee", "tea", "wine", "lightning")
IRREGULAR_PLURALS = {"mouse": "mice", "wolf": "wolves", "snowman": "snowmen", "strawberry": "strawberries", "cherry": "cherries", "lady": "ladies"}


def plural(name: str) -> str:
    """The English plural of a name, its last word bent."""
    *front, last = name.split(" ")
    if last in IRREGULAR_PLURALS:
        last = IRREGULAR_PLURALS[last]
    elif last not in PLURAL_ALREADY:
        if last.endswith(("s", "x", "ch", "sh")) or last in ("tomato", "mango", "potato"):
            last += "es"
        elif last.endswith("y") and last[-2] not in "aeiou":
            last = last[:-1] + "ies"
        else:
            last += "s"
    return " ".join((*front, last))


def with_article(phrase: str) -> str:
    """'fox' to 'a fox'; words that take no article keep none."""
    last = phrase.split(" ")[-1]
    if last in PLURAL_ALREADY and last not in ("fish", "deer", "sheep", "beer"):
        return phrase
    vowel = phrase[0] in "aeio" or phrase.startswith(("umb", "ug"))
    return f"{'an' if vowel else 'a'} {phrase}"
