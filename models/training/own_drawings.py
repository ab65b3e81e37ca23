"""Drawings that no icon set has, as SVG on a canvas of 64 units: python3 -m training.own_drawings FOLDER"""
import math
import sys
from pathlib import Path

INK, RED, DARK_RED, CREAM, WHITE = "#2b3038", "#c8402a", "#8f2a1d", "#f3e6cc", "#fbf7ee"
WOOD, DARK_WOOD, PALE_WOOD, STONE, DARK_STONE = "#a5713f", "#6b4526", "#d1a265", "#98a09c", "#646e70"
GREEN, DARK_GREEN, PALE_GREEN, BLUE, DARK_BLUE, PALE_BLUE = "#5f8f4e", "#35603f", "#a9c27a", "#4f86b0", "#274a6b", "#bcd8e2"
YELLOW, ORANGE, GRAY, SKIN, SKIN_SHADE, PINK = "#f0c14f", "#e0813a", "#b9bcb6", "#e9b98d", "#cf9465", "#e39aa0"


def path(d: str, fill: str, stroke: str = "", width: float = 0) -> str:
    edge = f' stroke="{stroke}" stroke-width="{width}" stroke-linecap="round" stroke-linejoin="round"' if stroke else ""
    return f'<path d="{d}" fill="{fill}"{edge}/>'


def line(d: str, color: str, width: float) -> str:
    return path(d, "none", color, width)


def disc(x: float, y: float, rx: float, fill: str, ry: float | None = None) -> str:
    return f'<ellipse cx="{x}" cy="{y}" rx="{rx}" ry="{rx if ry is None else ry}" fill="{fill}"/>'


def box(x: float, y: float, w: float, h: float, fill: str, round_by: float = 0) -> str:
    return f'<rect x="{x}" y="{y}" width="{w}" height="{h}" rx="{round_by}" fill="{fill}"/>'


def _lighthouse() -> str:
    tower = path("M25 58L28 20H36L39 58Z", WHITE)
    bands = path("M27.3 29L26.6 37H37.4L36.7 29Z", RED) + path("M25.9 46L25.2 54H38.8L38.1 46Z", RED)
    lamp = box(28.5, 12, 7, 8, YELLOW) + path("M27 12L32 5L37 12Z", RED) + box(26, 19, 12, 2, INK)
    return path("M8 61Q20 50 32 55T57 61Z", DARK_STONE) + tower + bands + lamp + box(30.5, 51, 3, 6, INK, 1.5) + box(31, 40, 2, 3.4, INK, 1)


def _lighthouse_b() -> str:
    tower = path("M21 58L25 18H35L39 58Z", RED)
    bands = path("M24 27L23 37H37L36 27Z", WHITE) + path("M22.2 47L21.5 54H38.5L37.8 47Z", WHITE)
    lamp = box(26, 10, 8, 8, YELLOW) + path("M24.5 10Q30 2 35.5 10Z", INK) + box(23, 17, 14, 2, INK)
    house = path("M40 58V47L47 41L54 47V58Z", WHITE) + path("M38 48L47 39L56 48L54 50L47 43.6L40 50Z", DARK_RED) + box(45, 50, 4, 8, INK)
    return path("M6 62Q16 54 30 56T58 62Z", DARK_STONE) + tower + bands + lamp + house + box(28.4, 50, 3.4, 6, INK, 1.6)


def _windmill() -> str:
    sails = "".join(
        f'<g transform="rotate({a} 32 24)">{line("M32 24V3", DARK_WOOD, 1.4)}{box(32.4, 4, 5.6, 16, CREAM)}{line("M32.4 9H38M32.4 14H38", WOOD, .7)}</g>'
        for a in (20, 110, 200, 290))
    return path("M22 60L27 24H37L42 60Z", WHITE) + path("M25.5 25Q32 13 38.5 25Z", RED) + box(29.5, 50, 5, 10, DARK_WOOD, 2) + box(30.5, 38, 3, 4, BLUE) + sails + disc(32, 24, 2, DARK_WOOD)


def _barn() -> str:
    return path("M10 58V32L20 20L32 14L44 20L54 32V58Z", RED) + path("M7 33L19 18L32 11L45 18L57 33L54 35L43.4 22L32 16.4L20.6 22L10 35Z", INK) + box(24, 40, 16, 18, WHITE) + box(25.4, 41.4, 13.2, 16.6, DARK_RED) + line("M26 42L38 57M38 42L26 57", WHITE, 1.5) + box(28.5, 24, 7, 7, WHITE) + box(29.8, 25.3, 4.4, 4.4, INK)


def _igloo() -> str:
    bricks = line("M9 42H44M13 32H49M21 24H43M22 32V42M34 32V42M30 24V32M16 42V56M28 42V50", "#9fbfd2", 1)
    return path("M6 56Q6 20 32 20T58 56Z", "#e8f2f6") + bricks + path("M34 56V46Q34 38 43 38T52 46V56Z", PALE_BLUE) + path("M38 56V48Q38 42.5 43 42.5T48 48V56Z", DARK_BLUE)


def _pagoda() -> str:
    out = line("M32 2V10", INK, 1.4)
    for i, (y, w) in enumerate(((9, 11), (20, 14), (32, 17), (45, 20))):
        out += box(32 - w * .55, y + 6, w * 1.1, 8, RED if i % 2 == 0 else DARK_RED)
        out += path(f"M{32 - w - 3} {y + 7}Q{32 - w * .5} {y + 5} 32 {y}Q{32 + w * .5} {y + 5} {32 + w + 3} {y + 7}L{32 + w} {y + 9}H{32 - w}Z", DARK_BLUE)
        out += box(30.5, y + 10, 3, 4, YELLOW)
    return out + box(18, 58, 28, 3, STONE)


def _well() -> str:
    return path("M12 26L32 10L52 26Z", DARK_RED) + box(17, 26, 3, 20, DARK_WOOD) + box(44, 26, 3, 20, DARK_WOOD) + line("M20 30H44M32 30V40", WOOD, 1.6) + box(28.6, 38, 6.8, 6, WOOD, 1) + box(13, 44, 38, 15, STONE, 2) + line("M13 51H51M22 44V51M34 44V51M44 44V51M18 51V59M29 51V59M40 51V59", DARK_STONE, 1) + disc(32, 44.5, 19, DARK_STONE, 2)


def _cabin() -> str:
    logs = "".join(box(11, y, 42, 4.4, WOOD if i % 2 else PALE_WOOD, 2) for i, y in enumerate((34, 38.6, 43.2, 47.8, 52.4)))
    return box(42, 12, 6, 14, STONE) + path("M13 36L32 17L51 36Z", WOOD) + logs + path("M6 37L32 11L58 37L54.5 39L32 17L9.5 39Z", DARK_WOOD) + box(20, 42, 8, 15, DARK_WOOD, 1) + box(35, 41, 10, 8, YELLOW) + line("M40 41V49M35 45H45", DARK_WOOD, 1)


def _greenhouse() -> str:
    return path("M10 58V30Q32 8 54 30V58Z", "#cfe6df") + disc(20, 52, 7, GREEN, 8) + disc(44, 51, 8, DARK_GREEN, 9) + disc(32, 54, 6, PALE_GREEN) + disc(40, 45, 2, RED) + line("M10 58V30Q32 8 54 30V58ZM10 40H54M24 22V58M40 22V58", "#5d7f78", 1.5)


def _trunk(x: float = 32) -> str:
    return path(f"M{x - 4} 60Q{x - 1} 48 {x - 2} 34H{x + 2}Q{x + 1} 48 {x + 4} 60Z", DARK_WOOD)


def _bare_tree() -> str:
    return _trunk() + line("M32 40L20 22M26 31L14 30M32 36L43 16M38 25L50 24M32 36L31 10M23 26L25 13M43 16L50 9M31 20L37 9M20 22L11 16", DARK_WOOD, 2)


def _bamboo() -> str:
    stems = "".join(line(f"M{x} 61L{x + d} 4", c, 3.4) + "".join(line(f"M{x - 2 + d * t:.1f} {61 - 57 * t:.1f}h4", DARK_GREEN, 1) for t in (.2, .4, .6, .8)) for x, d, c in ((22, 2, GREEN), (33, -1, PALE_GREEN), (43, 3, GREEN)))
    leaves = "".join(path(f"M{x} {y}q{s * 8} -5 {s * 14} 0q-{0 if s > 0 else -0} 0 0 0q{-s * 8} 5 {-s * 14} 0Z", c) for x, y, s, c in ((24, 16, -1, DARK_GREEN), (33, 26, 1, GREEN), (45, 14, 1, DARK_GREEN), (23, 38, -1, GREEN), (45, 36, 1, GREEN), (33, 10, 1, PALE_GREEN)))
    return stems + leaves


def _dandelion() -> str:
    seeds = "".join(line(f"M32 22L{32 + 14 * math.cos(a):.1f} {22 + 14 * math.sin(a):.1f}", "#e9e6dc", .9) + disc(32 + 14.6 * math.cos(a), 22 + 14.6 * math.sin(a), 2, WHITE) for a in [i * math.tau / 16 for i in range(16)])
    return line("M32 24Q30 44 33 61", GREEN, 2) + path("M33 60Q22 50 12 55Q22 58 33 60ZM33 60Q44 49 53 54Q43 58 33 60Z", DARK_GREEN) + seeds + disc(32, 22, 3, WOOD)


def _willow() -> str:
    strands = "".join(line(f"M{x} {16 + abs(32 - x) * .25:.1f}q{(x - 32) * .25:.1f} 14 {(x - 32) * .2:.1f} {24 + (x * 7) % 9}", c, 2.6) for x, c in zip(range(12, 54, 4), (PALE_GREEN, GREEN) * 6))
    return _trunk() + path("M10 26Q10 8 32 7T54 26Q44 34 32 30T10 26Z", GREEN) + strands


def _pumpkin() -> str:
    return path("M30 18Q29 10 35 8L38 11Q34 13 35 19Z", DARK_GREEN) + disc(18, 40, 12, "#cf6a2a", 17) + disc(46, 40, 12, "#cf6a2a", 17) + disc(25, 40, 12, ORANGE, 20) + disc(39, 40, 12, ORANGE, 20) + disc(32, 40, 8, "#ec9a4c", 21) + path("M36 17Q48 8 54 18Q46 20 36 17Z", GREEN)


def _vase() -> str:
    return path("M24 8H40L38 16Q52 26 49 42Q47 56 40 60H24Q17 56 15 42Q12 26 26 16Z", "#dfe7e6") + path("M15.2 38Q32 46 49 38L48 47Q32 54 16 47Z", BLUE) + disc(32, 29, 5, BLUE) + disc(32, 29, 2, WHITE) + line("M24 31Q20 24 27 22M40 31Q44 24 37 22", BLUE, 1.4) + box(22, 7, 20, 3, DARK_BLUE, 1.5)


def _campfire() -> str:
    return line("M12 58L52 48M12 48L52 58", DARK_WOOD, 5) + line("M14 57.5L50 48.6", WOOD, 2) + path("M32 6Q46 22 46 36Q46 52 32 52T18 36Q18 28 25 24Q25 30 28 31Q26 16 32 6Z", ORANGE) + path("M33 24Q42 34 39 43Q37 50 32 50T25 43Q24 36 29 33Q30 37 32 37Q31 30 33 24Z", YELLOW)


def _hull(color: str, band: str) -> str:
    return path("M7 46H57L51 57Q50 58 48 58H16Q14 58 13 57Z", color) + path("M7 46H57L55.6 49H8.6Z", band)


def _sailboat() -> str:
    return line("M31 6V46", DARK_WOOD, 1.6) + path("M29.5 8V43H10Q24 28 29.5 8Z", WHITE) + path("M33 12Q45 26 52 43H33Z", CREAM) + _hull(RED, INK) + path("M31 5L38 8L31 10Z", RED)


def _rowboat() -> str:
    return line("M14 28L44 58", PALE_WOOD, 2) + path("M4 40Q32 50 60 40Q56 56 44 56H20Q8 56 4 40Z", WOOD) + path("M4 40Q32 50 60 40L59 44Q32 53 5 44Z", DARK_WOOD) + line("M50 27L24 57", PALE_WOOD, 2.4) + disc(22.6, 58.4, 2.4, PALE_WOOD, 4)


def _trawler() -> str:
    return line("M20 10V44M20 12L8 40M44 18V40M44 20L58 42", INK, 1.2) + path("M4 40Q10 44 30 43T60 36Q58 50 52 57H12Q6 52 4 40Z", BLUE) + path("M4.5 43Q16 47 32 46T59.6 39.6L59 43Q46 48 32 49T5.4 47Z", WHITE) + box(24, 28, 18, 15, WHITE) + box(22, 25, 22, 4, RED) + box(27, 32, 5, 5, DARK_BLUE) + box(35, 32, 5, 5, DARK_BLUE) + box(31, 17, 5, 8, ORANGE) + path("M8 55H56L53 58H12Z", DARK_RED)


def _pirate_ship() -> str:
    sails = path("M14 18H32Q35 26 31 34H13Q17 26 14 18Z", CREAM) + path("M36 14H52Q55 24 51 34H35Q39 24 36 14Z", CREAM)
    return line("M24 6V46M44 4V46", DARK_WOOD, 1.8) + sails + path("M24 5H12L14.5 8.5L12 12H24Z", INK) + disc(18.6, 8.4, 1.7, WHITE) + path("M4 36L14 42H46L60 32L58 46Q56 58 48 58H16Q8 54 4 36Z", DARK_WOOD) + path("M5.5 40L14 45H47L59.3 36.6L58.8 41L47.6 49H14L7 46Z", PALE_WOOD) + "".join(disc(x, 53, 1.8, INK) for x in (20, 29, 38, 47))


def _submarine() -> str:
    return box(27, 20, 13, 14, ORANGE, 2) + line("M33 20V11H39", INK, 2) + disc(31, 41, 24, YELLOW, 12) + path("M54 34L62 29V53L54 48Z", ORANGE) + "".join(disc(x, 40, 4, DARK_BLUE) + disc(x, 40, 2.4, PALE_BLUE) for x in (17, 29, 41)) + path("M10 48Q31 60 50 49Q31 53 10 48Z", ORANGE)


def _balloon() -> str:
    stripes = path("M32 3Q20 8 20 22Q22 34 29 42H35Q42 34 44 22Q44 8 32 3Z", YELLOW) + path("M32 3Q28 10 28 22Q29 34 31 42H33Q35 34 36 22Q36 10 32 3Z", RED)
    return disc(32, 22, 20, RED, 19) + path("M14 31Q20 38 28 43H36Q44 38 50 31Z", RED) + stripes + line("M27 43L28 50M37 43L36 50", DARK_WOOD, 1.2) + box(27, 50, 10, 9, WOOD, 1.4) + line("M27 53.5H37", DARK_WOOD, 1.2)


def _airship() -> str:
    return path("M50 16L60 12V40L50 36Z", DARK_RED) + disc(30, 26, 27, "#d8cfb8", 13) + path("M3.6 24Q30 18 56.5 24V29Q30 23 3.6 29Z", RED) + line("M22 38L24 44M38 38L36 44", INK, 1) + box(20, 43, 20, 8, DARK_WOOD, 3) + "".join(box(x, 45, 3.4, 3, YELLOW) for x in (23, 28.4, 33.8))


def _lantern() -> str:
    return line("M22 18Q22 5 32 5T42 18", INK, 2) + path("M22 18H42L45 24H19Z", DARK_STONE) + box(21, 24, 22, 26, "#f6e2a0", 2) + path("M32 29Q38 37 36 42Q35 46 32 46T28 42Q26 37 32 29Z", ORANGE) + line("M21 24V50M43 24V50M28 24V50M36 24V50", INK, 1.2) + box(18, 50, 28, 7, DARK_STONE, 2)


def _lamp() -> str:
    return path("M22 8H42L50 32H14Z", YELLOW) + path("M22 8H28L22 32H14Z", "#f7d98a") + box(30, 32, 4, 20, DARK_WOOD) + path("M20 58Q20 51 32 51T44 58Z", DARK_WOOD) + line("M42 33V41", INK, 1) + disc(42, 42, 1.4, INK)


def _chest() -> str:
    return path("M8 32Q8 16 20 16H44Q56 16 56 32Z", WOOD) + path("M12 32Q20 22 26 30Q30 22 36 29Q44 22 52 32Z", YELLOW) + box(8, 31, 48, 26, DARK_WOOD, 2) + box(8, 31, 48, 4, YELLOW) + box(12, 16, 4, 41, YELLOW) + box(48, 16, 4, 41, YELLOW) + box(27, 31, 10, 12, YELLOW, 2) + box(30.6, 35, 2.8, 5, INK, 1.2)


def _armchair() -> str:
    return path("M16 12Q32 4 48 12V44H16Z", "#4d7f78") + box(8, 28, 12, 26, "#3b655f", 5) + box(44, 28, 12, 26, "#3b655f", 5) + box(18, 38, 28, 14, "#6f9f97", 4) + box(12, 54, 4, 6, DARK_WOOD) + box(48, 54, 4, 6, DARK_WOOD) + disc(27, 22, 1.2, "#2f524d") + disc(37, 22, 1.2, "#2f524d")


def _table() -> str:
    return path("M12 26L6 60H10L16 30ZM52 26L58 60H54L48 30Z", DARK_WOOD) + path("M4 22H60V29H4Z", WOOD) + path("M8 17H56L60 22H4Z", PALE_WOOD) + line("M12 42H52", DARK_WOOD, 2)


def _bookshelf() -> str:
    colors, books = (RED, BLUE, YELLOW, GREEN, CREAM, DARK_BLUE, ORANGE), ""
    for row, y in enumerate((7, 25, 43)):
        for i in range(8):
            h = 10 + (i * 5 + row * 3) % 4
            books += box(14 + i * 4.6, y + 15 - h, 3.8, h, colors[(i * 3 + row * 2) % 7])
    return box(9, 3, 46, 58, DARK_WOOD, 1) + box(12, 6, 40, 52, "#4a2f1a") + books + box(12, 22, 40, 3, WOOD) + box(12, 40, 40, 3, WOOD) + box(12, 58, 40, 2, WOOD)


def _piano() -> str:
    return box(8, 14, 48, 44, INK, 2) + box(6, 34, 52, 8, "#1c2026", 1) + box(8, 36, 48, 5, WHITE) + "".join(box(11 + i * 5.1, 36, 2.4, 3, INK) for i in range(9) if i not in (2, 6)) + box(22, 18, 20, 12, "#4b525c", 1) + box(26, 16, 12, 9, CREAM) + box(10, 42, 4, 17, "#1c2026") + box(50, 42, 4, 17, "#1c2026") + line("M30 54V58M34 54V58", YELLOW, 1.4)


def _kettle() -> str:
    return line("M20 26Q20 8 32 8T44 26", INK, 3) + path("M46 32L58 24L60 27L50 42Z", BLUE) + path("M14 56Q8 30 32 24Q56 30 50 56Z", BLUE) + path("M22 27Q32 18 42 27Z", DARK_BLUE) + disc(32, 20.5, 2.4, RED) + path("M20 50Q15 38 24 32Q20 40 24 52Z", PALE_BLUE) + box(13, 55, 38, 3, DARK_BLUE, 1.5)


def _mug() -> str:
    return line("M44 24Q58 24 56 36T44 46", RED, 5) + path("M12 16H46V48Q46 58 36 58H22Q12 58 12 48Z", RED) + path("M12 28H46V36H12Z", CREAM) + disc(29, 16, 17, DARK_RED, 4) + disc(29, 16.6, 14, "#5b3621", 2.6)


def _stool() -> str:
    return path("M18 24L11 60H15.4L23 26ZM46 24L53 60H48.6L41 26Z", DARK_WOOD) + line("M15 46H49", DARK_WOOD, 2.4) + disc(32, 24, 19, WOOD, 6) + disc(32, 22, 19, PALE_WOOD, 5.4)


def _fence() -> str:
    posts = "".join(path(f"M{x} 60V24L{x + 4} 18L{x + 8} 24V60Z", c) for x, c in ((3, WHITE), (16, CREAM), (29, WHITE), (42, CREAM), (54, WHITE)))
    return box(0, 30, 64, 5, GRAY) + box(0, 47, 64, 5, GRAY) + posts


def _signpost() -> str:
    return box(30, 8, 4.6, 53, DARK_WOOD) + path("M12 12H50L58 18L50 24H12Z", PALE_WOOD) + path("M52 29H16L8 35L16 41H52Z", WOOD) + line("M18 18H44M22 35H46", DARK_WOOD, 1.6)


def _street_lamp() -> str:
    return box(30.4, 22, 3.2, 36, INK) + path("M24 61Q24 55 32 55T40 61Z", INK) + path("M24 8H40L37 22H27Z", YELLOW) + path("M22 8L32 2L42 8Z", INK) + line("M27 22L24 8M37 22L40 8M32 8V22", INK, 1.2) + line("M26 27H38", INK, 1.8)


def _bench() -> str:
    return box(8, 24, 48, 5, WOOD, 1) + box(8, 31, 48, 5, WOOD, 1) + box(6, 41, 52, 5, PALE_WOOD, 1) + line("M12 22V60M52 22V60", INK, 2.6) + line("M7 60H17M47 60H57", INK, 2)


def _scarecrow() -> str:
    return line("M32 22V61M10 30H54", DARK_WOOD, 2.4) + path("M18 26H46L58 29V34L44 36L47 52H17L20 36L6 34V29Z", BLUE) + box(28, 40, 7, 6, RED) + line("M6 32l-4 -3M6 32l-4 3M58 32l4 -3M58 32l4 3M22 52v4M32 52v5M42 52v4", YELLOW, 1.8) + disc(32, 19, 7.4, "#e5c98f") + disc(29.4, 18, 1, INK) + disc(34.6, 18, 1, INK) + line("M29 22q3 2 6 0", INK, 1) + path("M20 13H44L38 11L35 3H29L26 11Z", WOOD) + box(25.6, 9.6, 12.8, 2, RED)


def _barrel() -> str:
    return path("M16 6H48Q56 32 48 58H16Q8 32 16 6Z", WOOD) + line("M24 6Q19 32 24 58M32 6V58M40 6Q45 32 40 58", DARK_WOOD, 1.3) + path("M13.4 15H50.6L52 20H12ZM12 44H52L50.6 49H13.4Z", DARK_STONE) + disc(32, 32, 2, DARK_WOOD)


def _watchtower() -> str:
    return path("M20 61L23 24H41L44 61Z", STONE) + path("M17 10H22V14H27V10H30V14H34V10H37V14H42V10H47V25H17Z", DARK_STONE) + line("M24 34H30M34 42H41M23 50H29M33 30H38M36 54H42", DARK_STONE, 1.3) + box(29, 50, 6, 11, INK, 3) + box(30.4, 36, 3.2, 5.4, INK, 1.5) + line("M32 10V3", INK, 1) + path("M32 2L40 4.5L32 7Z", RED)


def _waterfall() -> str:
    return path("M4 60V14Q14 6 24 14V60ZM40 60V14Q52 6 60 14V60Z", DARK_STONE) + path("M4 14Q14 4 24 14L22 19Q12 12 4 19ZM40 14Q52 4 60 14V19Q50 12 42 19Z", GREEN) + box(23, 13, 18, 42, "#8fc3d6") + line("M27 14V52M32 18V54M37 14V50", WHITE, 1.8) + disc(32, 57, 26, "#6fa9c2", 5) + disc(24, 55, 5, WHITE, 3) + disc(32, 56, 6, WHITE, 3.4) + disc(40, 55, 5, WHITE, 3)


def _iceberg() -> str:
    return path("M10 38L20 20L27 26L38 6L50 24L56 38Z", "#e6f1f5") + path("M38 6L50 24L56 38H40L34 22Z", "#b6d5e3") + path("M4 38H60L50 56L36 62L18 54Z", "#6f9fbd") + line("M2 38H62", DARK_BLUE, 1.8)


def _crane() -> str:
    return line("M29 42L27 61M35 42L37 61M27 61h-4M37 61h4", INK, 1.5) + path("M14 40Q18 26 36 28Q46 30 52 42Q36 48 24 45Q16 44 14 40Z", WHITE) + path("M14 40Q10 46 8 52Q18 50 26 45Z", INK) + line("M46 34Q54 24 47 17T50 8", WHITE, 4) + disc(50, 8.6, 3.4, WHITE) + path("M47.4 6Q50 3 53 6.6Z", RED) + path("M52.6 7.8L62 11L52.6 10.6Z", YELLOW) + disc(51, 8.4, .8, INK) + path("M22 38Q32 32 44 38Q34 44 22 38Z", GRAY)


def _koi() -> str:
    return path("M46 34Q56 22 61 24Q58 34 61 46Q54 46 46 36Z", ORANGE) + path("M5 36Q16 20 34 24Q46 28 49 35Q44 46 28 48Q12 48 5 36Z", WHITE) + path("M22 24Q34 22 40 28Q32 36 24 32Q18 28 22 24ZM12 28Q16 26 18 34Q12 40 8 34Z", RED) + path("M30 24Q32 14 42 18Q40 24 38 27Z", ORANGE) + path("M26 47Q28 56 36 55Q36 50 33 46Z", ORANGE) + disc(12, 33, 1.6, INK)


def _seahorse() -> str:
    return line("M34 22Q46 30 38 42T32 54Q38 60 40 53", ORANGE, 6) + disc(36, 34, 7, ORANGE, 11) + path("M24 14Q30 6 38 10Q44 16 38 24Q30 26 26 21L12 23V18L25 16Z", ORANGE) + path("M44 30Q54 28 54 38Q48 42 43 40Z", YELLOW) + disc(31, 15, 1.7, INK) + path("M30 9L32 3L35 8L40 5L39 12Z", YELLOW) + line("M31 32H38M31 37H38", "#b65f24", 1.2)


def _starfish() -> str:
    points = " ".join(f"{32 + r * math.sin(i * math.pi / 5):.1f},{34 - r * math.cos(i * math.pi / 5):.1f}" for i, r in enumerate((29, 12) * 5))
    dots = "".join(disc(32 + k * math.sin(i * math.tau / 5), 34 - k * math.cos(i * math.tau / 5), 1.4, "#f4c79a") for i in range(5) for k in (9, 15, 21))
    return f'<polygon points="{points}" fill="{ORANGE}" stroke="{ORANGE}" stroke-width="5" stroke-linejoin="round"/>' + dots


def _swallow() -> str:
    return path("M10 10Q28 14 34 28L22 36Q14 24 10 10Z", DARK_BLUE) + path("M58 18Q44 20 36 30L44 38Q54 30 58 18Z", DARK_BLUE) + path("M22 50L14 62L27 54L26 62L34 48Z", DARK_BLUE) + path("M20 50Q24 32 40 26Q48 26 48 32Q44 46 24 52Z", DARK_BLUE) + path("M26 49Q32 40 44 36Q42 46 26 51Z", CREAM) + path("M41 27Q48 24 48.6 31Q45 34 42 33Z", RED) + path("M47.6 27.6L54 27L48.6 30.4Z", INK) + disc(45.4, 27.8, 1, INK)


def _dragonfly() -> str:
    wings = "".join(f'<g transform="rotate({a} 32 24)">{disc(48, 24, 14, "#a9d0d6", 4)}{line("M36 24H60", "#6d9aa6", .8)}</g>' for a in (-14, 14, 166, 194))
    return wings + line("M32 26V58", "#3f7f86", 3.6) + line("M30.4 36h3.2M30.4 42h3.2M30.4 48h3.2", DARK_BLUE, 1.2) + disc(32, 23, 4, "#3f7f86", 6) + disc(32, 14.6, 4.6, DARK_BLUE, 3.6) + disc(29, 13.6, 2, RED) + disc(35, 13.6, 2, RED)


def _paper_boat() -> str:
    return path("M32 14L46 40H18Z", WHITE) + path("M32 14L46 40H32Z", "#dcd8cc") + path("M4 34L20 40H44L60 34L48 56H16Z", "#f4efe2") + path("M32 40H44L60 34L48 56H32Z", "#cfcabb")


def _paper_plane() -> str:
    return path("M4 30L60 8L44 52L30 40Z", WHITE) + path("M60 8L22 38L24 54L30 40Z", "#c9c8bf") + path("M24 54L33 43L30 40Z", "#a8a79d") + path("M4 30L60 8L22 38Z", "#eeeae0")


def _origami() -> str:
    return path("M30 36L6 10L24 40Z", RED) + path("M30 36L58 6L42 42Z", "#dd6a50") + path("M18 40L46 40L34 58Z", DARK_RED) + path("M20 40L4 52L14 50L24 44Z", "#dd6a50") + path("M40 42L62 30L46 46Z", RED) + path("M24 40L30 30L42 42L34 50Z", "#e88a70")


def _shooting_star() -> str:
    points = " ".join(f"{20 + r * math.sin(i * math.pi / 5):.1f},{44 - r * math.cos(i * math.pi / 5):.1f}" for i, r in enumerate((17, 7.4) * 5))
    tail = path("M24 36L60 6L32 42Z", "#f6dca0") + path("M14 36L44 4L24 38Z", YELLOW) + path("M30 50L61 26L28 44Z", ORANGE)
    return tail + f'<polygon points="{points}" fill="{YELLOW}" stroke="{YELLOW}" stroke-width="3" stroke-linejoin="round"/>'


def _fireworks() -> str:
    out = ""
    for x, y, r, n, color, inner in ((24, 22, 20, 12, RED, YELLOW), (46, 40, 16, 10, BLUE, PALE_BLUE), (16, 50, 11, 9, YELLOW, ORANGE)):
        for i in range(n):
            a = i * math.tau / n
            c, s = math.cos(a), math.sin(a)
            out += line(f"M{x + c * r * .35:.1f} {y + s * r * .35:.1f}L{x + c * r * .82:.1f} {y + s * r * .82:.1f}", color, 2) + disc(x + c * r, y + s * r, 1.6, inner)
        out += disc(x, y, r * .16, inner)
    return out


def _bridge_own() -> str:
    cables = line("M2 40Q10 38 17 16Q32 48 47 16Q54 38 62 40", RED, 1.8)
    hangers = "".join(line(f"M{x} {y}V44", DARK_RED, 1) for x, y in ((8, 37), (12, 30), (23, 30), (28, 35.6), (36, 35.6), (41, 30), (52, 30), (56, 37)))
    return hangers + cables + box(15, 10, 4.4, 48, RED) + box(44.6, 10, 4.4, 48, RED) + box(13.6, 22, 7.2, 3, DARK_RED) + box(43.2, 22, 7.2, 3, DARK_RED) + box(0, 43, 64, 5, DARK_RED) + box(11, 56, 12, 5, STONE, 1) + box(41, 56, 12, 5, STONE, 1)


def _family() -> str:
    def figure(x: float, top: float, height: float, coat: str, legs: str, hair: str) -> str:
        k = height / 50
        body = path(f"M{x - 8 * k} {top + 34 * k}Q{x - 9 * k} {top + 15 * k} {x} {top + 14 * k}Q{x + 9 * k} {top + 15 * k} {x + 8 * k} {top + 34 * k}Z", coat)
        feet = box(x - 6 * k, top + 33 * k, 5 * k, 17 * k, legs, k) + box(x + k, top + 33 * k, 5 * k, 17 * k, legs, k)
        head = disc(x, top + 7.4 * k, 6.4 * k, SKIN) + path(f"M{x - 6.8 * k} {top + 7 * k}Q{x - 6 * k} {top - k} {x} {top - k}Q{x + 6 * k} {top - k} {x + 6.8 * k} {top + 7 * k}Q{x} {top + 3 * k} {x - 6.8 * k} {top + 7 * k}Z", hair)
        return feet + body + head + disc(x - 2.2 * k, top + 8 * k, .9 * k, INK) + disc(x + 2.2 * k, top + 8 * k, .9 * k, INK)

    return figure(16, 8, 52, BLUE, DARK_BLUE, DARK_WOOD) + figure(48, 10, 50, RED, INK, WOOD) + figure(32, 30, 30, YELLOW, GREEN, DARK_WOOD)


def _person(coat: str, hat: str, extra: str = "", hair: str = DARK_WOOD, skin: str = SKIN, beard: str = "") -> str:
    """Head and shoulders, as most drawings of people are."""
    beard_shape = path("M20.6 28Q21 46 32 47T43.4 28Q42 36 37 35Q32 32 27 35Q22 36 20.6 28Z", beard) if beard else ""
    face = path("M20 22Q20 10 32 10T44 22V28Q44 41 32 41T20 28Z", skin) + disc(27.4, 26, 1.5, INK) + disc(36.6, 26, 1.5, INK) + disc(32, 30, 1.8, SKIN_SHADE, 1.4)
    mouth = "" if beard else line("M28.6 34.6Q32 37.4 35.4 34.6", "#8f4b33", 1.3)
    sides = path("M19 30V19Q21 9 32 9T45 19V30Q44 22 41 19H23Q20 22 19 30Z", hair)
    return path("M6 64Q7 45 24 44H40Q57 45 58 64Z", coat) + box(27, 38, 10, 8, SKIN_SHADE, 3) + face + sides + beard_shape + mouth + extra + hat


def _captain() -> str:
    hat = path("M17 17Q12 8 24 6H40Q52 8 47 17Z", WHITE) + box(18, 15, 28, 4, INK, 1) + path("M20 19H44Q40 23 32 23T20 19Z", INK) + disc(32, 12, 2.4, YELLOW)
    return _person(DARK_BLUE, hat, path("M26 44L32 52L38 44Z", WHITE) + "".join(disc(x, y, 1.3, YELLOW) for x in (28, 36) for y in (54, 60)) + box(8, 50, 8, 2.4, YELLOW) + box(48, 50, 8, 2.4, YELLOW), hair="#cfcfc8", beard="#e9e6dd")


def _sailor() -> str:
    hat = path("M19 16Q20 9 32 9T45 16Z", WHITE) + path("M18 14H46V19Q32 22 18 19Z", WHITE) + line("M18.4 18.6Q32 21.6 45.6 18.6", BLUE, 1.4)
    stripes = line("M10 52H54M8 57H56M7 62H57", BLUE, 2)
    return _person(WHITE, hat, stripes + path("M22 44L32 56L42 44L46 46L33 60L18 46Z", DARK_BLUE) + path("M29 55L35 55L37 63H27Z", RED), hair="#a8a49a", beard="#d9d5ca")


def _pirate() -> str:
    hat = path("M10 18Q14 4 32 4T54 18Q44 14 32 15T10 18Z", INK) + disc(32, 9.6, 3, WHITE) + disc(31, 9.4, .8, INK) + disc(33.2, 9.4, .8, INK)
    patch = disc(36.6, 26, 3.4, INK) + line("M21 19L44 29", INK, 1.2)
    return _person(DARK_RED, hat, patch + path("M24 44L32 56L40 44Z", WHITE) + disc(20, 32, 1.5, YELLOW), hair=INK, beard="#4a3527")


def _fisherman() -> str:
    hat = path("M12 20Q20 14 20 12Q22 5 32 5T44 12Q44 14 52 20Q42 22 32 21T12 20Z", YELLOW)
    return _person(YELLOW, hat, path("M30 44H34V64H30Z", "#c89a2e") + disc(32, 52, 1.3, INK) + disc(32, 59, 1.3, INK) + line("M56 64L62 8", DARK_WOOD, 1.6), hair=GRAY, beard="#c9c6bc")


def _knight() -> str:
    return path("M6 64Q7 46 24 44H40Q57 46 58 64Z", GRAY) + path("M18 24Q18 8 32 8T46 24V38Q44 46 32 46T18 38Z", "#c3c9cb") + path("M20 22H44V28Q38 31 32 29Q26 31 20 28Z", INK) + line("M32 29V44M26 34V42M38 34V42", DARK_STONE, 1.4) + path("M32 9Q30 1 42 2Q54 5 50 18Q46 8 36 9Z", RED) + disc(14, 52, 6, "#9aa2a5", 5) + disc(50, 52, 6, "#9aa2a5", 5) + path("M30 48H34V54H40V58H34V64H30V58H24V54H30Z", RED)


def _monk() -> str:
    bald = path("M20 24Q19 10 32 9T44 24Q40 14 32 14T20 24Z", SKIN_SHADE)
    return path("M6 64Q7 45 24 44H40Q57 45 58 64Z", "#c8742c") + box(27, 38, 10, 8, SKIN_SHADE, 3) + path("M20 22Q20 9 32 9T44 22V28Q44 41 32 41T20 28Z", SKIN) + line("M25 26q2.4 1.6 4.8 0M34.2 26q2.4 1.6 4.8 0M28.6 34.6Q32 37.4 35.4 34.6", INK, 1.3) + bald.replace(SKIN_SHADE, "#dca97c") + path("M20 46L44 64H34L14 50Z", "#8f3d20") + "".join(disc(24 + i * 3.2, 52 + (i * (5 - i)) * .9, 1.6, DARK_WOOD) for i in range(6))


def _postman() -> str:
    hat = path("M18 16Q18 8 32 8T46 16Z", BLUE) + box(18, 14, 28, 4, DARK_BLUE) + path("M18 18H46Q40 22 32 21T18 18Z", INK)
    return _person(BLUE, hat, path("M26 44L32 52L38 44Z", WHITE) + line("M16 46L46 64", DARK_WOOD, 2.4) + box(40, 53, 14, 9, WHITE, 1) + line("M40 53L47 58.6L54 53", RED, 1.2))


def _gardener() -> str:
    hat = path("M8 20Q20 17 21 12Q23 5 32 5T43 12Q44 17 56 20Q44 24 32 23T8 20Z", "#dcb968") + path("M21 13H43L44 17Q32 20 20 17Z", GREEN)
    return _person("#cf8f6a", hat, path("M22 46H26V52H38V46H42V64H22Z", DARK_GREEN) + disc(52, 46, 4, RED) + disc(56, 50, 3.4, RED) + disc(50, 51, 3, YELLOW) + line("M53 52V64", GREEN, 1.6), hair="#7a4a26")


def _baker() -> str:
    hat = disc(23, 9, 7, WHITE) + disc(32, 7, 8, WHITE, 6.6) + disc(41, 9, 7, WHITE) + box(20, 10, 24, 9, WHITE) + line("M20 18H44", GRAY, 1.3)
    return _person(WHITE, hat, line("M26 46V64M38 46V64", GRAY, 1.2) + f'<g transform="rotate(-24 48 54)">{disc(48, 54, 13, WOOD, 4.4)}{line("M41 52l2 4M47 51.6l2 4M53 52l2 4", PALE_WOOD, 1.5)}</g>', hair="#5b3b25")


DRAWINGS = {
    "lighthouse": _lighthouse, "lighthouse-b": _lighthouse_b, "windmill": _windmill, "barn": _barn, "igloo": _igloo,
    "pagoda": _pagoda, "well": _well, "cabin": _cabin, "greenhouse": _greenhouse, "bare-tree": _bare_tree, "bamboo": _bamboo,
    "dandelion": _dandelion, "willow": _willow, "pumpkin": _pumpkin, "vase": _vase, "campfire": _campfire,
    "sailboat": _sailboat, "rowboat": _rowboat, "trawler": _trawler, "pirate-ship": _pirate_ship, "submarine": _submarine,
    "hot-air-balloon": _balloon, "airship": _airship, "lantern": _lantern, "lamp": _lamp, "treasure-chest": _chest,
    "armchair": _armchair, "table": _table, "bookshelf": _bookshelf, "piano": _piano, "kettle": _kettle, "mug": _mug,
    "stool": _stool, "fence": _fence, "signpost": _signpost, "street-lamp": _street_lamp, "bench": _bench,
    "scarecrow": _scarecrow, "barrel": _barrel, "mountain-hut": _watchtower, "waterfall": _waterfall, "iceberg": _iceberg,
    "crane-bird": _crane, "koi": _koi, "seahorse": _seahorse, "starfish": _starfish, "swallow": _swallow, "moth": _dragonfly,
    "paper-boat": _paper_boat, "paper-plane": _paper_plane, "origami": _origami, "captain": _captain, "sailor": _sailor,
    "pirate": _pirate, "fisherman": _fisherman, "knight": _knight, "monk": _monk, "postman": _postman, "gardener": _gardener,
    "baker": _baker, "shooting-star": _shooting_star, "fireworks": _fireworks, "bridge": _bridge_own, "family": _family,
}


def write(folder: Path) -> None:
    from .own_animals import ANIMALS

    folder.mkdir(parents=True, exist_ok=True)
    for name, draw in (DRAWINGS | ANIMALS).items():
        (folder / f"{name}.svg").write_text(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">{draw()}</svg>')


if __name__ == "__main__":
    write(Path(sys.argv[1]))
