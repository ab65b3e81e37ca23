"""Whole animals as SVG on a canvas of 64 units: the icon sets show only their faces."""
from .own_drawings import box, disc, line, path

EYE = "#23262c"


def _eye(x: float, y: float, r: float = 1.7) -> str:
    return disc(x, y, r, EYE) + disc(x - r * 0.3, y - r * 0.35, r * 0.35, "#ffffff")


def _legs(places: tuple[float, ...], top: float, width: float, color: str, sock: str, bottom: float = 59) -> str:
    """Straight legs whose left edges are at `places`, with socks."""
    sock_top = bottom - (bottom - top) * 0.38
    return "".join(box(x, top, width, bottom - top, color, width * 0.42) + box(x, sock_top, width, bottom - sock_top, sock, width * 0.42) for x in places)


def fox() -> str:
    orange, deep, cream, dark = "#e8772e", "#c95a1c", "#fbf0df", "#4a2c22"
    tail = path("M47 35Q56 38 60 30T57 10Q50 14 49 22T42 32Z", orange) + path("M57 10Q63 18 60.5 25Q57 19 50.5 19Q52 13 57 10Z", cream)
    far = _legs((24, 43), 40, 5, deep, dark)
    body = path("M17 36Q18 28 27 28H43Q52 29 51 39Q50 47 43 46Q34 43 28 47Q18 49 17 40Z", orange) + path("M17 36Q23 40 22 48Q17 46 17 38Z", cream)
    near = _legs((18, 38), 40, 5.4, orange, dark)
    head = path("M2 27Q8 18 13 16L12 4Q18 7 20 13Q24 12 25 13L29 5Q32 13 29 21Q30 32 21 34Q11 35 2 27Z", orange)
    ears = path("M13.5 8Q16.5 10 17 14L14 15.5Z", dark) + path("M28 9Q29 14 27.5 17L25.6 14Z", dark)
    cheek = path("M2 27Q10 25 14 27Q19 28 24 26Q28 26 28.8 27Q27 33.5 21 34Q11 35 2 27Z", cream)
    return tail + far + body + near + head + ears + cheek + disc(3.4, 26.6, 2, EYE) + _eye(13.5, 22.6) + _eye(22, 22)


def fox_sitting() -> str:
    orange, deep, cream, dark = "#e8772e", "#c95a1c", "#fbf0df", "#4a2c22"
    tail = path("M40 58Q60 60 61 44Q61 34 54 29Q54 40 46 44T38 54Z", orange) + path("M61 41Q61 33 54 29Q53.6 34 51.6 37.6Q56 37.6 61 41Z", cream)
    body = path("M20 60Q18 44 24 34H40Q48 46 46 60Z", orange) + path("M38 60Q34 48 42 46T47 60Z", deep)
    chest = path("M25 33H37Q38 44 32 50Q25 44 25 33Z", cream)
    legs = _legs((23.6, 33), 44, 6, orange, dark, 61)
    head = path("M8 22Q10 14 16 13L14 1Q22 4 25 11H37Q41 4 49 1L47 13Q53 15 55 22Q47 36 31.5 38Q15 36 8 22Z", orange)
    ears = path("M16.5 5Q21 7.4 22.6 12L18 13.4Z", dark) + path("M46.5 5Q42 7.4 40.4 12L45 13.4Z", dark)
    cheek = path("M8 22Q20 21 25 27Q28 32 31.5 38Q15 36 8 22Z", cream) + path("M55 22Q43 21 38 27Q35 32 31.5 38Q47 36 55 22Z", cream)
    return tail + body + chest + legs + head + ears + cheek + disc(31.5, 35.6, 3, EYE, 2.4) + _eye(23, 22, 2.2) + _eye(40, 22, 2.2)


def wolf() -> str:
    gray, deep, pale, dark = "#7f8a96", "#5c6670", "#e4e6e4", "#3f4750"
    tail = path("M49 30Q58 32 61 42Q62 50 58 54Q54 46 46 40Z", deep)
    far = _legs((25, 44), 38, 5, deep, dark)
    body = path("M16 33Q19 25 29 26H45Q53 27 53 36Q52 44 45 43Q36 40 30 45Q19 49 16 40Z", gray) + path("M17 25Q24 34 23 47Q15 44 14 33Z", pale)
    back = path("M22 26Q36 22 50 28Q38 28 24 31Z", dark)
    near = _legs((19, 40), 38, 5.6, gray, pale)
    head = path("M1 24Q6 19 11 15L10 3Q17 7 19 11H22L27 3Q30 11 28 18Q30 28 22 31Q14 33 8 29Q2 29 1 24Z", gray)
    mask = path("M1 24Q8 22 13 25Q20 27 26 24Q28 25 27.6 26Q25 30.6 22 31Q14 33 8 29Q2 29 1 24Z", pale)
    ears = path("M12 7Q15.5 9 16 12.6L12.6 14Z", dark) + path("M26 7Q27 12 25.6 15L23.6 12Z", dark)
    return tail + far + body + back + near + head + mask + ears + disc(2.4, 23.6, 2, EYE) + _eye(12.6, 20.6, 1.5) + _eye(20.6, 20, 1.5)


def wolf_howling() -> str:
    gray, deep, pale, dark = "#7f8a96", "#5c6670", "#e4e6e4", "#3f4750"
    tail = path("M44 56Q58 60 61 48Q61 42 56 40Q54 48 44 50Z", deep)
    body = path("M21 60Q17 44 22 30L36 22Q46 32 48 44Q51 54 47 60Z", gray) + path("M34 60Q34 46 43 45Q51 50 48 60Z", deep)
    chest = path("M21 28Q20 40 25 50Q30 42 31 30Z", pale)
    legs = _legs((22, 29), 44, 6, gray, pale, 61)
    head = path("M20 34Q17 24 15 16L10 4Q13 1 17 3Q24 8 30 9L42 10Q40 16 36 18Q41 24 38 32Q30 40 20 34Z", gray)
    jaw = path("M15 17L11 8Q17 14 22 17Q25 24 20 32Q17 26 15 17Z", pale)
    return tail + body + chest + legs + head + jaw + path("M31 10L42 10Q39.5 14 35.6 15.4Z", dark) + disc(12.4, 3.6, 2.2, EYE) + line("M22.4 14.6Q24.4 16.4 27 15.6", EYE, 1.5)


def lion() -> str:
    tan, deep, pale, mane = "#e3ab55", "#c78b38", "#f7e2b4", "#8f4e22"
    tail = line("M52 34Q59 30 57 18", deep, 2.6) + disc(56.6, 15, 3.4, mane, 5)
    far = _legs((26, 46), 40, 5.4, deep, deep)
    body = path("M22 31Q34 27 46 28Q55 30 54 39Q53 47 46 46H28Q20 46 20 38Z", tan)
    near = _legs((21, 41), 40, 6.4, tan, tan)
    ruff = "".join(disc(19 + dx, 24 + dy, 7, mane) for dx, dy in ((0, -15), (-10, -11), (-14, -1), (-11, 9), (-2, 14), (8, 12), (13, 4), (13, -6), (9, -13)))
    head = disc(19, 24, 15, mane) + disc(17, 24, 10.6, tan, 11) + disc(8.6, 14.6, 3.2, tan) + disc(25.6, 14.6, 3.2, tan)
    face = disc(15, 29.6, 6, pale, 4.6) + path("M11.6 26H17.6Q17 29.4 14.6 29.6Q12.2 29.4 11.6 26Z", EYE) + line("M14.6 29.6V32Q13 33.4 11.4 32.4M14.6 32Q16.2 33.4 17.8 32.4", EYE, 0.9)
    return f'<g transform="translate(3 0)">{tail + far + body + near + ruff + head + face + _eye(11.6, 22.4, 1.6) + _eye(20, 22.4, 1.6)}</g>'


def lion_sitting() -> str:
    tan, deep, pale, mane = "#e3ab55", "#c78b38", "#f7e2b4", "#8f4e22"
    tail = line("M46 57Q60 58 58 44", deep, 2.8) + disc(57.6, 41, 3.8, mane, 5)
    body = path("M18 61Q16 44 22 34H42Q48 44 46 61Z", tan) + disc(21, 55, 6, deep, 6.6) + disc(43, 55, 6, deep, 6.6)
    legs = _legs((24, 33), 42, 7, tan, pale, 61)
    ruff = "".join(disc(32 + dx, 23 + dy, 7.4, mane) for dx, dy in ((0, -15), (-10, -12), (-15.6, -3), (-15, 7), (-9, 14), (0, 17), (9, 14), (15, 7), (15.6, -3), (10, -12)))
    head = disc(32, 23, 17, mane) + disc(32, 24, 11.6, tan) + disc(21.6, 13, 3.6, tan) + disc(42.4, 13, 3.6, tan)
    face = disc(32, 29.6, 6.6, pale, 5) + path("M28.6 25.6H35.4Q34.8 29 32 29.2Q29.2 29 28.6 25.6Z", EYE) + line("M32 29.2V31.6Q30 33.4 28 32M32 31.6Q34 33.4 36 32", EYE, 1)
    return tail + body + ruff + legs + head + face + _eye(27, 21.6, 1.9) + _eye(37, 21.6, 1.9)


def _bear_walking(coat: str, deep: str, snout: str) -> str:
    far = _legs((23, 46), 40, 7, deep, deep)
    body = path("M14 34Q18 21 30 20Q36 18 44 20Q58 22 59 36Q59 48 52 49H26Q14 48 14 38Z", coat)
    near = _legs((16, 40), 40, 8.6, coat, coat) + _legs((50,), 38, 8.6, coat, coat)
    claws = "".join(line(f"M{x} 58.4H{x + 3}", deep, 1) for x in (16.6, 40.6, 50.6))
    head = disc(11, 16, 3.6, deep) + disc(24, 13.6, 3.6, coat) + path("M2 28Q4 20 9 17Q18 12 26 19Q31 28 26 35Q16 42 8 35Q2 33 2 28Z", coat)
    belly = path("M25 49Q22 44 25 41Q34 46 40 41Q42 46 40 49Z", deep)
    return far + body + belly + near + claws + head + disc(6.6, 29, 5.4, snout, 4.6) + disc(3.2, 27.4, 2.2, EYE, 1.8) + _eye(13, 23.4, 1.6)


def _bear_sitting(coat: str, deep: str, snout: str) -> str:
    body = path("M14 58Q10 38 22 30H42Q54 38 50 58Q42 63 32 63T14 58Z", coat) + disc(32, 47, 10.6, snout, 12)
    arms = path("M17 36Q9 42 11 52Q15 55 18 51Q18 44 23 40Z", deep) + path("M47 36Q55 42 53 52Q49 55 46 51Q46 44 41 40Z", deep)
    feet = disc(18.6, 58, 7, deep, 5.6) + disc(45.4, 58, 7, deep, 5.6) + disc(18.6, 58.4, 3.6, snout, 2.8) + disc(45.4, 58.4, 3.6, snout, 2.8)
    head = disc(20, 8, 5.6, coat) + disc(44, 8, 5.6, coat) + disc(20, 8, 3, deep) + disc(44, 8, 3, deep) + disc(32, 19, 16.6, coat, 15)
    return body + arms + feet + head + disc(32, 25, 7.4, snout, 5.8) + disc(32, 22, 3, EYE, 2.3) + line("M32 24V26.6Q30 28.4 28.4 27M32 26.6Q34 28.4 35.6 27", EYE, 1) + _eye(25, 16.6, 1.9) + _eye(39, 16.6, 1.9)


def panda() -> str:
    black, white, shade = "#2d2f36", "#fbf9f3", "#d5d3cc"
    body = path("M14 58Q10 38 22 30H42Q54 38 50 58Q42 63 32 63T14 58Z", white) + path("M16 38Q20 30 24 30H40Q44 30 48 38Q40 43 32 43T16 38Z", black)
    arms = path("M17 35Q7 42 11 52Q16 55 19 50Q19 44 24 40Z", black) + path("M47 35Q53 38 53 44Q47 52 41 50Q38 47 41 44Q44 42 42 38Z", black)
    bamboo = line("M45 62L37 34", "#5f8f4e", 2.6) + path("M38 38Q28 36 26 30Q36 30 38 38ZM40 36Q42 26 49 26Q48 34 40 36Z", "#79ab58")
    feet = disc(18, 57.6, 7.4, black, 6) + disc(46, 57.6, 7.4, black, 6) + disc(18, 58, 3.6, shade, 3) + disc(46, 58, 3.6, shade, 3)
    head = disc(19, 8, 6, black) + disc(45, 8, 6, black) + disc(32, 19, 17.4, white, 15.4)
    patches = f'<g transform="rotate(28 24.4 18)">{disc(24.4, 18, 4, black, 5.4)}</g><g transform="rotate(-28 39.6 18)">{disc(39.6, 18, 4, black, 5.4)}</g>'
    eyes = disc(25.2, 17.6, 1.6, white) + disc(38.8, 17.6, 1.6, white)
    return body + feet + arms + bamboo + head + patches + eyes + disc(32, 24, 2.9, black, 2.1) + line("M32 25.6V27.6Q30 29.4 28.4 28M32 27.6Q34 29.4 35.6 28", black, 1)


def panda_walking() -> str:
    black, white = "#2d2f36", "#fbf9f3"
    far = _legs((24, 46), 40, 7, "#1f2127", "#1f2127")
    body = path("M14 34Q18 21 30 20Q36 18 44 20Q58 22 59 36Q59 48 52 49H26Q14 48 14 38Z", white) + path("M24 20.6Q32 18.6 35 19.4Q36 36 31 49H24Q16 47 15 40Q24 34 24 20.6Z", black)
    near = _legs((17, 41), 40, 8.6, black, black) + _legs((50,), 38, 8.6, black, black)
    head = disc(7, 14, 4.6, black) + disc(26, 13, 4.8, black) + disc(16, 25, 14.6, white, 13)
    patches = f'<g transform="rotate(24 9.6 23.6)">{disc(9.6, 23.6, 3, black, 4.4)}</g><g transform="rotate(-24 21 23.6)">{disc(21, 23.6, 3.2, black, 4.6)}</g>'
    return far + body + near + head + patches + disc(10, 23.4, 1.3, white) + disc(20.4, 23.4, 1.3, white) + disc(14.6, 29.6, 2.7, black, 2) + line("M14.6 31V33Q12.6 34.6 11.4 33.4M14.6 33Q16.6 34.6 18 33.4", black, 1)


def koala() -> str:
    gray, deep, pale, bark = "#98a3ab", "#75818b", "#eceae4", "#8a6544"
    trunk = path("M40 0H52L54 64H38Z", bark) + line("M44 6V22M49 30V50M43 44V60", "#6b4c32", 1.4)
    leaves = path("M52 10Q62 6 63 14Q56 18 52 10Z", "#79ab58") + path("M41 4Q32 0 29 5Q35 11 41 4Z", "#79ab58")
    body = path("M18 44Q16 34 26 31Q40 32 43 42Q46 56 34 60Q18 60 18 44Z", gray) + disc(26, 47, 6, pale, 8.6)
    arms = path("M34 35Q44 33 50 38Q51 42 47 43Q40 42 33 43Z", deep) + path("M30 55Q42 49 51 53Q53 57 49 59Q40 58 32 61Z", deep)
    head = disc(8, 14, 7.6, gray) + disc(40, 14, 7.6, gray) + disc(8, 15, 4.6, pale) + disc(40, 15, 4.6, pale) + disc(24, 21, 15, gray, 13.6)
    return trunk + leaves + body + head + arms + disc(24, 23.6, 3.4, EYE, 5) + _eye(16.6, 19, 1.8) + _eye(31.4, 19, 1.8) + line("M20.6 31Q24 33 27.4 31", deep, 1.2)


def frog() -> str:
    green, deep, pale = "#6aa84a", "#47803a", "#dfe6a6"
    hind = path("M13 42Q2 46 5 57H22L26 50Z", deep) + path("M51 42Q62 46 59 57H42L38 50Z", deep) + path("M1 60Q4 53 12 56L24 60Q14 63 1 60Z", green) + path("M63 60Q60 53 52 56L40 60Q50 63 63 60Z", green)
    body = path("M11 46Q11 28 32 28T53 46Q52 59 32 59T11 46Z", green) + path("M18 46Q20 37 32 37T46 46Q45 57 32 57T18 46Z", pale)
    arms = path("M19 42Q15 52 17 60H26Q25 56 22 55Q24 48 24 43Z", deep) + path("M45 42Q49 52 47 60H38Q39 56 42 55Q40 48 40 43Z", deep)
    head = disc(18, 14, 8.4, green) + disc(46, 14, 8.4, green) + path("M7 27Q8 14 32 14T57 27Q54 39 32 39T7 27Z", green)
    eyes = disc(18, 13, 5.6, "#fbf7ee") + disc(46, 13, 5.6, "#fbf7ee") + disc(18, 13.4, 3.2, EYE) + disc(46, 13.4, 3.2, EYE) + disc(17, 12.2, 1, "#fff") + disc(45, 12.2, 1, "#fff")
    return hind + body + arms + head + eyes + line("M13 28Q32 39 51 28", "#2f5a2a", 1.9) + disc(29, 22, 0.9, "#2f5a2a") + disc(35, 22, 0.9, "#2f5a2a")


def unicorn() -> str:
    white, shade, hoof = "#f6f1f6", "#d3c8dc", "#8d7aa8"
    tail = path("M52 30Q63 32 61 52Q58 48 56 50Q58 42 50 38Z", "#c86fb4") + path("M53 33Q60 38 57 48Q55 42 50 38Z", "#6fa6d8")
    far = _legs((27, 47), 40, 4.4, shade, hoof, 61)
    body = path("M20 36Q22 28 32 29H46Q54 30 54 38Q53 45 47 45H30Q20 46 20 38Z", white)
    near = _legs((22, 43), 40, 5, white, hoof, 61)
    neck = path("M20 42Q19 30 15 22L27 13Q34 24 34 36Q28 44 20 42Z", white)
    head = path("M5 27Q8 18 14 13Q20 9 27 13Q30 18 25 22Q18 25 12 31Q6 32 5 27Z", white) + path("M5 27Q8 24 11 27Q12 30 12 31Q6 32 5 27Z", shade)
    mane = path("M22 11Q33 9 36 22Q40 30 38 40Q34 38 33 31Q28 22 22 16Z", "#c86fb4") + path("M26 14Q32 17 34 27Q36 32 35 36Q31 32 30 25Q27 19 23 16Z", "#f0c14f") + path("M25 15.6Q29 20 30 28Q27 22 22 17Z", "#6fa6d8")
    horn = path("M14.6 13L9 0L19 10Z", "#f0b93a") + line("M12.4 7L15 5.6M13.6 10L17 8", "#c78b2a", 0.8)
    return tail + far + body + near + neck + head + horn + path("M19 12L21 5L25 12Z", shade) + mane + _eye(15.6, 19, 1.6) + disc(7.4, 27.4, 0.8, hoof)


def hamster() -> str:
    gold, deep, cream, pink = "#dca35c", "#b97e3c", "#fbf0dd", "#eba6a0"
    body = path("M8 46Q8 26 32 26T56 46Q56 62 32 62T8 46Z", gold) + path("M16 50Q18 36 32 36T48 50Q46 61 32 61T16 50Z", cream)
    feet = disc(22, 60.4, 5, pink, 2.6) + disc(42, 60.4, 5, pink, 2.6)
    head = disc(15, 11, 7, gold) + disc(49, 11, 7, gold) + disc(15, 11.6, 4, pink) + disc(49, 11.6, 4, pink) + path("M8 26Q8 8 32 8T56 26Q58 42 32 42T8 26Z", gold)
    cheeks = disc(19, 32, 10, cream, 8) + disc(45, 32, 10, cream, 8) + path("M27 12Q32 9 37 12Q36 22 32 26Q28 22 27 12Z", cream)
    seed = path("M29 47Q32 40 35 47Q35 52 32 52.6Q29 52 29 47Z", "#4a3a2c") + line("M32 44V51", "#d8cdb8", 0.8)
    paws = path("M20 44Q26 42 30 48Q28 52 24 50Z", deep) + path("M44 44Q38 42 34 48Q36 52 40 50Z", deep)
    return body + feet + head + cheeks + seed + paws + _eye(21, 23, 2.6) + _eye(43, 23, 2.6) + disc(32, 28, 2.2, pink, 1.7) + line("M32 29.6V32Q29.6 34.4 27.6 32.6M32 32Q34.4 34.4 36.4 32.6", deep, 1.2)


BROWN, BLACK_BROWN, TAN = "#8a5a34", "#66401f", "#dcb586"
SNOW, SNOW_SHADE, SNOW_SNOUT = "#f3f6f6", "#adbfc8", "#d5dede"
ANIMALS = {
    "fox": fox, "fox-sitting": fox_sitting, "wolf": wolf, "wolf-howling": wolf_howling, "lion": lion, "lion-sitting": lion_sitting,
    "bear": lambda: _bear_walking(BROWN, BLACK_BROWN, TAN), "bear-sitting": lambda: _bear_sitting(BROWN, BLACK_BROWN, TAN),
    "polar-bear": lambda: _bear_walking(SNOW, SNOW_SHADE, SNOW_SNOUT), "polar-bear-sitting": lambda: _bear_sitting(SNOW, SNOW_SHADE, SNOW_SNOUT),
    "panda": panda, "panda-walking": panda_walking, "koala": koala, "frog": frog, "unicorn": unicorn, "hamster": hamster,
}
