"""From the detector's answer to strips of text, upright and of one height."""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from counterfile.plugins.recognizers._models import STRIP, WIDEST, Floats, Pixels

_LIKELY = 0.3  # of a pixel, to belong to a line
_LINE = 0.5  # mean likelihood of the pixels of a line
_GROW = 1.6  # the detector marks the middle of lines; Liao et al. (2020) grow them by area times this over perimeter
_THIN = 3  # pixels; what is thinner is no text
_MOST = 3000  # lines of a page


@dataclass(frozen=True, slots=True)
class Strip:
    """A rectangle around one line, maybe askew; all in pixels of the picture that it was found in."""

    x: float
    """Of its middle."""
    y: float
    width: float
    """Along the text as it would be read from left to right."""
    height: float
    angle: float
    """Degrees clockwise by which the text falls, -45 to 45."""

    def corners(self) -> npt.NDArray[np.float32]:
        """Return left top, right top, right bottom, left bottom; shape ``(4, 2)``."""
        turn = math.radians(self.angle)
        along = (math.cos(turn) * self.width / 2, math.sin(turn) * self.width / 2)
        down = (-math.sin(turn) * self.height / 2, math.cos(turn) * self.height / 2)
        return np.array(
            [
                (self.x + a * along[0] + d * down[0], self.y + a * along[1] + d * down[1])
                for a, d in ((-1, -1), (1, -1), (1, 1), (-1, 1))
            ],
            np.float32,
        )

    def scaled(self, factor: float) -> Strip:
        """Return it in the pixels of a picture that is larger by `factor`."""
        return Strip(self.x * factor, self.y * factor, self.width * factor, self.height * factor, self.angle)

    def moved(self, right: float, down: float) -> Strip:
        """Return it at another place."""
        return Strip(self.x + right, self.y + down, self.width, self.height, self.angle)

    def part(self, begin: float, end: float) -> Strip:
        """Return what lies between two shares of its width."""
        turn = math.radians(self.angle)
        away = ((begin + end) / 2 - 0.5) * self.width
        x, y = self.x + away * math.cos(turn), self.y + away * math.sin(turn)
        return Strip(x, y, self.width * (end - begin), self.height, self.angle)


def strips(likelihood: Floats) -> list[Strip]:
    """Return the lines that the detector saw, in no order.

    Source:
        Liao et al. (2020), "Real-time Scene Text Detection with Differentiable Binarization", AAAI.
    """
    likely = (likelihood > _LIKELY).astype(np.uint8)
    outlines, _ = cv2.findContours(likely, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    found = []
    for outline in outlines[:_MOST]:
        (x, y), (width, height), angle = cv2.minAreaRect(outline)
        if min(width, height) < _THIN or _mean_within(likelihood, np.asarray(outline, np.int32)) < _LINE:
            continue
        # OpenCV's angle belongs to one of the sides: take the one that is nearer to level.
        while angle > 45:
            angle, width, height = angle - 90, height, width
        while angle < -45:
            angle, width, height = angle + 90, height, width
        grown = width * height * _GROW / (2 * (width + height))
        found.append(Strip(x + 0.5, y + 0.5, width + 2 * grown, height + 2 * grown, angle))
    return found


def _mean_within(likelihood: Floats, outline: npt.NDArray[np.int32]) -> float:
    left, top, width, height = cv2.boundingRect(outline)
    mask = np.zeros((height, width), np.uint8)
    cv2.fillPoly(mask, [outline - np.array([left, top], np.int32)], 1)
    return float(cv2.mean(likelihood[top : top + height, left : left + width], mask)[0])


def cut(picture: Pixels, strip: Strip, *, squeeze: float = 1.0, height: int = STRIP) -> Pixels:
    """Return the pixels of a strip, level and `height` pixels high.

    Args:
        picture: Color.
        strip: In its pixels; what lies outside is white.
        squeeze: Factor by which the width is reduced besides.
        height: Pixels.
    """
    wide = max(round(strip.width), 1)
    high = max(round(strip.height), 1)
    if abs(math.sin(math.radians(strip.angle)) * strip.width) < 1.5:
        left, top = round(strip.x - wide / 2), round(strip.y - high / 2)
        piece = picture[max(top, 0) : max(top + high, 0), max(left, 0) : max(left + wide, 0)]
        missing = (
            max(-top, 0),
            high - piece.shape[0] - max(-top, 0),
            max(-left, 0),
            wide - piece.shape[1] - max(-left, 0),
        )
        if any(missing):
            white = cv2.copyMakeBorder(piece, *missing, cv2.BORDER_CONSTANT, value=(255, 255, 255))
            piece = np.asarray(white, np.uint8)
    else:
        corners = strip.corners()
        flat = np.array([(0, 0), (wide, 0), (wide, high)], np.float32)
        turn = cv2.getAffineTransform(corners[:3], flat)
        piece = np.asarray(
            cv2.warpAffine(picture, turn, (wide, high), flags=cv2.INTER_CUBIC, borderValue=(255, 255, 255)), np.uint8
        )
    target = min(max(round(wide * height / high * squeeze), 8), WIDEST)
    how = cv2.INTER_AREA if height < high else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(piece, (target, height), interpolation=how), np.uint8)
