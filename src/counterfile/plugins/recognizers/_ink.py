"""Pixels before they are read: opened, freed of seals and speckles, turned and leveled."""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from counterfile.errors import Unreadable
from counterfile.model.reading import Picture
from counterfile.plugins.recognizers._models import Pixels
from counterfile.plugins.recognizers._strips import Strip

_LARGEST = 4200  # pixels of the longer side; A4 at 360 dots an inch
_FLAT = 24  # levels of gray between the darkest and the lightest pixel of an empty page
_RED = 45  # levels by which red exceeds the other colors in the ink of a seal
_SPECKLE = 4  # pixels; a full stop of a fax has more


@dataclass(frozen=True, slots=True)
class Page:
    """A page's pixels, and how its places lead back to the page as it is shown."""

    pixels: Pixels
    points: float
    """Points a pixel."""
    turned: int = 0
    """Degrees clockwise, of the four right angles."""
    leveled: float = 0.0
    """Degrees counterclockwise by which it was then turned to be level."""

    def shown(self, x: float, y: float) -> tuple[float, float]:
        """Return the place before leveling, in points."""
        if self.leveled:
            high, wide = self.pixels.shape[:2]
            turn = math.radians(self.leveled)
            right, down = x - wide / 2, y - high / 2
            x = wide / 2 + right * math.cos(turn) - down * math.sin(turn)
            y = high / 2 + right * math.sin(turn) + down * math.cos(turn)
        return x * self.points, y * self.points


def open_page(picture: Picture) -> Page:
    """Return a picture's pixels, at a lower resolution where there are very many.

    Raises:
        Unreadable: the picture has no pixels, no resolution, or not as many pixels as it says.
    """
    wide, high = picture.width, picture.height
    if wide < 1 or high < 1 or not math.isfinite(picture.dpi) or picture.dpi <= 0:
        raise Unreadable(
            f"a picture of {wide} x {high} pixels at {picture.dpi} an inch; at least one of each is wanted"
        )
    if len(picture.rgb) != wide * high * 3:
        raise Unreadable(f"a picture of {wide} x {high} pixels has {len(picture.rgb)} bytes, not {wide * high * 3}")
    pixels = np.frombuffer(picture.rgb, np.uint8).reshape(high, wide, 3)
    factor = _LARGEST / max(wide, high)
    if factor < 1:
        size = (max(round(wide * factor), 1), max(round(high * factor), 1))
        pixels = np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8)
    else:
        factor = 1.0
    return Page(np.ascontiguousarray(pixels[:, :, ::-1]), 72 / picture.dpi / factor)


def is_empty(pixels: Pixels) -> bool:
    """Return whether nothing is printed: all pixels are nearly alike, single odd ones aside."""
    small = (
        cv2.resize(pixels, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA) if min(pixels.shape[:2]) > 64 else pixels
    )
    gray = cv2.cvtColor(small, cv2.COLOR_BGR2GRAY)
    counts = cv2.calcHist([gray], [0], None, [256], [0, 256]).ravel()
    levels = np.flatnonzero(counts > max(2e-5 * gray.size, 0.5))
    return bool(len(levels) == 0 or int(levels[-1]) - int(levels[0]) < _FLAT)


def without_seals(pixels: Pixels) -> tuple[Pixels, int]:
    """Return the page with red seals bleached and how many there were; red letters stay.

    Through a red glass red ink is as bright as paper and black ink as dark as ever, so within a seal's frame the red
    channel alone is kept, its red lifted to the paper's brightness.
    """
    high, wide = pixels.shape[:2]
    factor = min(600 / max(high, wide), 1.0)
    small = cv2.resize(pixels, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA).astype(np.int16)
    red = ((small[..., 2] - np.maximum(small[..., 0], small[..., 1])) > _RED).astype(np.uint8)
    if int(red.sum()) < 40:
        return pixels, 0
    joined = cv2.morphologyEx(red, cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8))
    count, _, boxes, _ = cv2.connectedComponentsWithStats(joined)
    short = min(small.shape[:2])
    result = pixels
    frames: list[tuple[int, int, int, int]] = []
    # The largest first: the star within a ring goes with it.
    for left, top, width, height, _ in sorted(boxes[1 : min(count, 200)].tolist(), key=lambda box: -box[2] * box[3]):
        less, more = min(width, height), max(width, height)
        inside = any(a <= left and b <= top and left + width <= c and top + height <= d for a, b, c, d in frames)
        if inside or less < 0.04 * short or more > 0.6 * short or more > 2.6 * less:
            continue
        frames.append((left, top, left + width, top + height))
        if len(frames) == 1:
            result = pixels.copy()
        margin = 3
        frame = (
            slice(max(int((top - margin) / factor), 0), int((top + height + margin) / factor)),
            slice(max(int((left - margin) / factor), 0), int((left + width + margin) / factor)),
        )
        result[frame] = _bleached(pixels[frame])
    return result, len(frames)


def _bleached(piece: Pixels) -> Pixels:
    values = piece.astype(np.int16)
    light = values[..., 2]
    red = (light - np.maximum(values[..., 0], values[..., 1])) > _RED
    if not red.any():
        return piece
    paper = float(np.percentile(light, 90))
    ink = max(float(np.percentile(light[red], 20)), 60.0)
    lifted = np.clip(light * (paper / ink), 0, paper)
    return np.repeat(lifted.astype(np.uint8)[..., None], 3, axis=2)


def is_bilevel(gray: Pixels) -> bool:
    """Return whether the picture is black and white without grays, as a fax is."""
    counts = cv2.calcHist([gray], [0], None, [256], [0, 256]).ravel()
    return bool(counts[:24].sum() + counts[232:].sum() > 0.985 * gray.size and counts[:24].sum() > 0)


def without_speckles(pixels: Pixels) -> Pixels:
    """Return a black and white page without single dots, its steps made soft; black is made of at least five pixels."""
    gray = cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY)
    for black in (True, False):
        mask = (gray < 128) if black else (gray >= 128)
        _, labels, boxes, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=8 if black else 4)
        small = boxes[:, cv2.CC_STAT_AREA] <= (_SPECKLE if black else 2)
        small[0] = False
        gray[small[labels]] = 255 if black else 0
    soft = cv2.GaussianBlur(gray, (0, 0), sigmaX=0.7, sigmaY=1.1)
    return np.asarray(cv2.cvtColor(soft, cv2.COLOR_GRAY2BGR), np.uint8)


def speckles(pixels: Pixels) -> float:
    """Return how many dots of one or two pixels stand alone for each other shape of a black and white page."""
    gray = cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY)
    _, _, boxes, _ = cv2.connectedComponentsWithStats((gray < 128).astype(np.uint8))
    areas = boxes[1:, cv2.CC_STAT_AREA]
    dots = int((areas <= _SPECKLE).sum())
    return dots / max(len(areas) - dots, 1)


def turned(page: Page, degrees: int) -> Page:
    """Return the page turned clockwise by a multiple of 90 degrees."""
    pixels = np.ascontiguousarray(np.rot90(page.pixels, -(degrees // 90) % 4))
    return Page(pixels, page.points, (page.turned + degrees) % 360, 0.0)


def leveled(page: Page, degrees: float, found: list[Strip]) -> tuple[Page, list[Strip]]:
    """Return a page whose lines fall by `degrees` clockwise as one whose lines are level, and the lines there."""
    high, wide = page.pixels.shape[:2]
    middle = (wide / 2, high / 2)
    turn = cv2.getRotationMatrix2D(middle, degrees, 1.0)
    paper = tuple(
        int(value)
        for value in np.median(page.pixels[:: max(high // 60, 1), :: max(wide // 60, 1)].reshape(-1, 3), axis=0)
    )
    pixels = cv2.warpAffine(page.pixels, turn, (wide, high), flags=cv2.INTER_CUBIC, borderValue=paper)
    radians = math.radians(degrees)
    moved = []
    for strip in found:
        right, down = strip.x - middle[0], strip.y - middle[1]
        x = middle[0] + right * math.cos(radians) + down * math.sin(radians)
        y = middle[1] - right * math.sin(radians) + down * math.cos(radians)
        moved.append(Strip(x, y, strip.width, strip.height, strip.angle - degrees))
    return Page(np.asarray(pixels, np.uint8), page.points, page.turned, degrees), moved


def darkness(strip: Pixels) -> npt.NDArray[np.float32]:
    """Return how much ink each column of a strip holds, as a share of its height; shape ``(width,)``."""
    gray = cv2.cvtColor(strip, cv2.COLOR_BGR2GRAY)
    low, paper = float(np.percentile(gray, 2)), float(np.percentile(gray, 85))
    if paper - low < 20:
        return np.zeros(gray.shape[1], np.float32)
    dark = gray < paper - 0.4 * (paper - low)
    # A single pixel in a column is grain.
    return np.where(dark.sum(axis=0) > 1, dark.mean(axis=0), 0.0).astype(np.float32)
