"""The demonstration's pictures: drawn here, in the colours of each site, so that nobody owns them but us."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

from PIL import Image, ImageDraw

from themes.palette import Scheme

SIZE = (1920, 1080)  # pixels; what is drawn is shrunk to what pages show
type Point = tuple[float, float]


def plains(colours: Scheme) -> Image.Image:
    """Rolling fields under a low sun, with a belfry and windmills: the north, from afar."""
    image, pen = _sky(colours.brand_soft, colours.accent_soft)
    width, height = SIZE
    pen.ellipse((1250, 190, 1610, 550), fill=colours.accent)
    for x, size in ((1010, 300), (1135, 230), (1720, 260)):
        _windmill(pen, (x, 690), size, colours.surface)
    layers = (colours.brand_soft, colours.vivid, colours.brand, colours.brand_hover, colours.deep)
    for place, colour in enumerate(layers):
        top, wave = 0.56 + 0.1 * place, 45 - 5 * place
        shape = [
            (x, height * top + wave * math.sin(x / 310 + place * 1.9))
            for x in range(0, width + 20, 20)
        ]
        pen.polygon([*shape, (width, height), (0, height)], fill=colour)
        if place == 1:
            _belfry(pen, (430, 760), colours.deep)
    return image


def canal(colours: Scheme) -> Image.Image:
    """Brick houses on a quay in the evening, and what the water makes of them."""
    image, pen = _sky(colours.accent_soft, colours.brand_soft)
    quay = 640
    pen.ellipse((250, 120, 500, 370), fill=colours.surface)
    tones = (colours.brand, colours.vivid, colours.accent, colours.brand_hover, colours.accent_ink)
    for place in range(9):
        left = 60 + place * 212 - (place % 3) * 18
        tall = 250 + (place * 97) % 190
        _house(pen, left, quay - tall, quay, tones[place % len(tones)], colours.accent_soft)
    pen.rectangle((0, quay, SIZE[0], quay + 26), fill=colours.deep)
    water = image.crop((0, quay - 414, SIZE[0], quay)).transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    image.paste(
        Image.blend(water, Image.new("RGB", water.size, colours.deep), 0.55), (0, quay + 26)
    )
    for line in range(11):
        y = quay + 60 + line * 36
        start = (line * 331) % 900
        pen.rounded_rectangle(
            (start, y, start + 500 + line * 40, y + 7), 4, fill=colours.brand_soft
        )
    _boat(pen, (1240, quay + 190), colours)
    return image


def courtyard(colours: Scheme) -> Image.Image:
    """Lanterns and bunting over long tables: a summer evening."""
    image, pen = _sky(colours.deep, colours.brand)
    for row in range(3):
        y, sag = 120 + row * 120, 90 + row * 30
        line = [(x, y + sag * math.sin(math.pi * x / SIZE[0])) for x in range(0, SIZE[0] + 40, 40)]
        pen.line(line, fill=colours.brand_soft, width=5)
        for place, (x, top) in enumerate(line[2::4]):
            tone = (colours.accent, colours.accent_soft, colours.surface)[(place + row) % 3]
            pen.polygon([(x - 34, top), (x + 34, top), (x, top + 74)], fill=tone)
    for place in range(4):
        left, top = -60 + place * 520, 700 + (place % 2) * 90
        pen.rounded_rectangle((left, top, left + 440, top + 40), 14, fill=colours.accent)
        for leg in (left + 50, left + 360):
            pen.rectangle((leg, top + 40, leg + 26, SIZE[1]), fill=colours.deep)
        for glass in range(5):
            x = left + 40 + glass * 82
            pen.ellipse((x, top - 58, x + 46, top - 4), fill=colours.brand_soft)
    return image


DRAWN: Mapping[str, Callable[[Scheme], Image.Image]] = {
    "plains": plains,
    "canal": canal,
    "courtyard": courtyard,
}


def _sky(top: str, bottom: str) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    ramp = Image.linear_gradient("L").resize(SIZE)
    image = Image.composite(Image.new("RGB", SIZE, bottom), Image.new("RGB", SIZE, top), ramp)
    return image, ImageDraw.Draw(image)


def _windmill(pen: ImageDraw.ImageDraw, foot: Point, size: float, colour: str) -> None:
    x, y = foot
    top = y - size
    pen.polygon([(x - 7, y), (x + 7, y), (x + 4, top), (x - 4, top)], fill=colour)
    for turn in (0.35, 2.44, 4.54):
        tip = (x + 0.5 * size * math.cos(turn), top + 0.5 * size * math.sin(turn))
        pen.line((x, top, *tip), fill=colour, width=9)
    pen.ellipse((x - 10, top - 10, x + 10, top + 10), fill=colour)


def _belfry(pen: ImageDraw.ImageDraw, foot: Point, colour: str) -> None:
    x, y = foot
    pen.rectangle((x - 40, y - 330, x + 40, y), fill=colour)
    pen.rectangle((x - 54, y - 350, x + 54, y - 322), fill=colour)
    pen.polygon(
        [(x - 44, y - 350), (x + 44, y - 350), (x + 12, y - 440), (x - 12, y - 440)], fill=colour
    )
    pen.polygon([(x - 12, y - 440), (x + 12, y - 440), (x, y - 530)], fill=colour)
    for side in (-230, 70):
        pen.polygon(
            [(x + side, y), (x + side, y - 110), (x + side + 80, y - 175), (x + side + 160, y - 110),
             (x + side + 160, y)],
            fill=colour,
        )  # fmt: skip


def _house(
    pen: ImageDraw.ImageDraw, left: float, top: float, foot: float, wall: str, light: str
) -> None:
    """A Flemish house: a stepped gable, and windows of which some are lit."""
    width = 186
    pen.rectangle((left, top, left + width, foot), fill=wall)
    for step in range(1, 4):
        inset = step * 26
        pen.rectangle((left + inset, top - step * 30, left + width - inset, top), fill=wall)
    rows = int((foot - top - 60) // 100)
    for row in range(rows):
        for column in range(2):
            if (row + column + int(left)) % 3:
                x, y = left + 32 + column * 78, top + 34 + row * 100
                pen.rectangle((x, y, x + 44, y + 58), fill=light)


def _boat(pen: ImageDraw.ImageDraw, middle: Point, colours: Scheme) -> None:
    x, y = middle
    pen.polygon(
        [(x - 320, y - 50), (x + 340, y - 50), (x + 280, y + 40), (x - 270, y + 40)],
        fill=colours.accent,
    )
    pen.rectangle((x - 320, y - 62, x + 340, y - 46), fill=colours.accent_soft)
    pen.rectangle((x - 180, y - 142, x + 90, y - 62), fill=colours.surface)
    for window in range(4):
        left = x - 156 + window * 62
        pen.rectangle((left, y - 122, left + 38, y - 86), fill=colours.brand)
