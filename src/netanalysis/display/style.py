"""The look of every picture: palette, type, the sheet, headlines, and safe drawing of text.

Nothing here changes matplotlib's settings: :func:`sheet` lends them to one drawing. All
text is drawn by :func:`write`, which never lets matplotlib read it as mathematics and
never asks a font for a sign it does not have.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from netanalysis.display.text import clean
from netanalysis.words import OF_COMPANY

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.font_manager import FontProperties
    from matplotlib.text import Text

INK: Final = "#1b2026"
QUIET: Final = "#5a636e"
"""Second voice: subtitles, scales. Contrast with white is 6 to 1."""
MUTED: Final = "#8a939d"
RULE: Final = "#d9dde2"
PAPER: Final = "#ffffff"

# Okabe & Ito (2008): told apart by people with any of the common colour deficiencies.
BLUE: Final = "#0072b2"
ORANGE: Final = "#e69f00"
GREEN: Final = "#009e73"
PINK: Final = "#cc79a7"
SKY: Final = "#56b4e9"
RED: Final = "#d55e00"
YELLOW: Final = "#f0e442"
PALETTE: Final = (BLUE, ORANGE, GREEN, PINK, SKY, RED, YELLOW)
"""Seven hues for groups; black is left to text, and everything beyond seven is grey."""
OTHER: Final = "#a3abb4"

TITLE: Final = 14.0
BODY: Final = 9.5
LABEL: Final = 9.0
SMALL: Final = 8.0

SHEET_INCHES: Final = 9.5
"""Width of the drawing area: at 96 pixels an inch it fills a notebook cell, not more."""
_MARGIN: Final = 0.3
_HEAD: Final = 1.15
"""Inches kept above the drawing area: two lines of title and two of subtitle."""

_FACES: Final = (
    "Noto Sans CJK SC",
    "Noto Sans CJK JP",
    "Source Han Sans SC",
    "Microsoft YaHei",
    "PingFang SC",
    "Hiragino Sans",
    "Arial Unicode MS",
)
"""Faces asked for signs that matplotlib's own DejaVu Sans lacks, where one is installed."""

_LEFT_TO_RIGHT: Final = "\u200e"
"""An invisible sign that is read from left to right; DejaVu Sans has it, without width."""
_MEASURED_AT: Final = (72.0, 100.0, 288.0)
"""Dots an inch at which text is measured; letters snap to whole dots, so the widest counts."""


@functools.cache
def families() -> tuple[str, ...]:
    """Return DejaVu Sans, which comes with matplotlib, and one face for East Asian names."""
    from matplotlib.font_manager import fontManager

    installed = set(fontManager.get_font_names())
    return ("DejaVu Sans", *[face for face in _FACES if face in installed][:1])


@functools.cache
def _drawable_signs() -> frozenset[int]:
    from matplotlib.font_manager import findfont, get_font

    bold = _font(LABEL, True).copy()
    bold.set_family(families()[0])
    usual = set(get_font(findfont(families()[0])).get_charmap())
    others = [get_font(findfont(face)).get_charmap() for face in families()[1:]]
    return frozenset(usual & set(get_font(findfont(bold)).get_charmap())).union(*others)


def drawable(text: str) -> str:
    """Return ``text`` with signs no font here can draw replaced by a box, or left out.

    Letters and digits become ``□``, one each, so that the length of a name still shows;
    emoji and other ornaments go. What would be left empty becomes ``□``. Names in Hebrew or
    Arabic get marks around them that keep the numbers beside them in their place.
    """
    signs = _drawable_signs()
    kept = []
    for character in text:
        if ord(character) in signs or character == "\n":
            kept.append(character)
        elif unicodedata.category(character)[0] in "LN":
            kept.append("□")
    result = "\n".join(" ".join(line.split(" ")).strip() for line in "".join(kept).split("\n"))
    if text.strip() and not result.strip():
        return "□"
    return _kept_in_order(result)


def _kept_in_order(text: str) -> str:
    """Return ``text`` with marks that make words from right to left an island in it."""
    if not any(unicodedata.bidirectional(character) in ("R", "AL") for character in text):
        return text
    parts = re.split(r"([\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]+)", text)
    marked = [part + _LEFT_TO_RIGHT if i % 2 else part for i, part in enumerate(parts)]
    words = re.sub(f"{_LEFT_TO_RIGHT}([ '\".-]+)(?=[\u0590-\u08ff])", r"\1", "".join(marked))
    return "\n".join(_LEFT_TO_RIGHT + line for line in words.split("\n"))


@functools.cache
def _font(size: float, bold: bool) -> FontProperties:
    from matplotlib.font_manager import FontProperties

    return FontProperties(family=list(families()), size=size, weight="bold" if bold else "normal")


@functools.cache
def _measuring_renderers() -> tuple[Any, ...]:
    from matplotlib.backends import backend_agg

    make: Any = backend_agg.RendererAgg
    return tuple(make(1, 1, dpi) for dpi in _MEASURED_AT)


@functools.lru_cache(maxsize=4096)
def text_width(text: str, size: float, bold: bool = False) -> float:
    """Return the width in points of one line as :func:`write` would draw it."""
    shown, font = drawable(clean(text)), _font(size, bold)
    return max(
        float(renderer.get_text_width_height_descent(shown, font, False)[0]) * 72.0 / dpi
        for renderer, dpi in zip(_measuring_renderers(), _MEASURED_AT, strict=True)
    )


def fitted(text: str, width: float, size: float, *, bold: bool = False) -> str:
    """Return ``text`` with as many letters as ``width`` points hold, then an ellipsis."""
    if text_width(text, size, bold) <= width:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        fits = text_width(text[:middle].rstrip() + "…", size, bold) <= width
        low, high = (middle, high) if fits else (low, middle - 1)
    return text[:low].rstrip(" ,;.-(") + "…"


def fitted_group(text: str, width: float, size: float, *, bold: bool = False) -> str:
    """Return the name of a group in ``width`` points; its company is the first to be left out."""
    if text_width(text, size, bold) > width:
        text = text.rpartition(OF_COMPANY)[0] or text
    return fitted(text, width, size, bold=bold)


def wrapped(text: str, width: float, size: float, *, bold: bool = False, most: int = 2) -> str:
    """Return ``text`` broken between words into at most ``most`` lines of ``width`` points."""
    lines: list[str] = []
    words = text.split()
    while words and len(lines) < most - 1:
        n = 1
        while n < len(words) and text_width(" ".join(words[: n + 1]), size, bold) <= width:
            n += 1
        lines.append(fitted(" ".join(words[:n]), width, size, bold=bold))
        words = words[n:]
    if words:
        lines.append(fitted(" ".join(words), width, size, bold=bold))
    return "\n".join(lines)


@contextmanager
def sheet(ax: Axes | None, height: float) -> Iterator[Axes]:
    """Lend the house's settings to one drawing and hand out the axes to draw on.

    Without ``ax`` a new pyplot figure is made whose drawing area is ``height`` inches high;
    it is closed again if the drawing fails.
    """
    import matplotlib as mpl

    settings: Any = {
        "text.usetex": False,
        "font.family": list(families()),
        "font.size": LABEL,
        "text.color": INK,
        "axes.facecolor": PAPER,
        "axes.titley": None,
        "path.sketch": None,
        "path.effects": [],
    }
    if ax is not None:
        with mpl.rc_context(settings):
            yield ax
        return
    wide, high = SHEET_INCHES + 2 * _MARGIN, height + _HEAD + 2 * _MARGIN
    place = (_MARGIN / wide, 1.5 * _MARGIN / high, SHEET_INCHES / wide, height / high)
    with _new_figure(wide, high) as figure, mpl.rc_context(settings):
        yield figure.add_axes(place)


@contextmanager
def _new_figure(wide: float, high: float) -> Iterator[Figure]:
    """Return a new pyplot figure, made outside the settings that are lent to a drawing.

    The first figure of a process makes pyplot choose its backend, and that of Jupyter then says
    that it is interactive. Settings put back after the drawing would take this back, and no
    later figure would be shown.
    """
    import matplotlib.pyplot as plt

    figure = plt.figure(figsize=(wide, high), facecolor=PAPER, layout="none")
    finished = False
    try:
        yield figure
        finished = True
    finally:
        if not finished:
            plt.close(figure)


def size_in_points(ax: Axes) -> tuple[float, float]:
    """Return width and height of the drawing area in points."""
    figure = ax.get_figure(root=True)
    dpi = figure.dpi if figure is not None else 72.0
    box = ax.get_window_extent()
    return max(box.width, 1.0) * 72.0 / dpi, max(box.height, 1.0) * 72.0 / dpi


def paper(ax: Axes) -> tuple[float, float]:
    """Make the axes a blank page measured in points, origin below left; return its size."""
    width, height = size_in_points(ax)
    ax.set_axis_off()
    ax.set_xlim(0, width)
    ax.set_ylim(0, height)
    return width, height


def write(ax: Axes, x: float, y: float, text: str, **options: Any) -> Text:
    """Draw ``text`` at a place in the axes and return it; the only door to ``ax.text``.

    ``options`` go to matplotlib; ``bold`` and ``halo`` (a white rim that keeps letters
    readable over lines) are the house's own.
    """
    bold = options.pop("bold", False)
    if options.pop("halo", False):
        from matplotlib.patheffects import withStroke

        options["path_effects"] = [withStroke(linewidth=2.2, foreground=PAPER, alpha=0.9)]
    shown = drawable("\n".join(clean(line) for line in text.split("\n")))
    settings: dict[str, Any] = {
        "fontsize": LABEL,
        "color": INK,
        "va": "center",
        "fontweight": "bold" if bold else "normal",
        "parse_math": False,
    }
    drawn = ax.text(x, y, shown, **(settings | options))
    drawn.set_in_layout(False)  # it lies inside the axes; a layout engine would shrink them
    return drawn


def headline(ax: Axes, title: str, subtitle: str) -> None:
    """Write the finding as a title over the axes and the small print in grey below it."""
    width, _ = size_in_points(ax)
    below = wrapped(clean(subtitle), width, BODY)
    n_lines = below.count("\n") + 1
    gap = 12.0 + n_lines * BODY * 1.4 + 6.0
    lines = wrapped(clean(title), width, TITLE, bold=True, most=2 if width > 450 else 3)
    ax.set_title(
        drawable(lines),
        loc="left",
        pad=gap,
        fontsize=TITLE,
        fontweight="bold",
        color=INK,
        parse_math=False,
        linespacing=1.2,
    )
    note = ax.annotate(
        drawable(below),
        (0, 1),
        xytext=(0, 12),
        xycoords="axes fraction",
        textcoords="offset points",
        fontsize=BODY,
        color=QUIET,
        va="bottom",
        linespacing=1.3,
        parse_math=False,
    )
    note.set_in_layout(False)  # the title's padding keeps its room


def nothing_to_draw(ax: Axes, sentence: str) -> None:
    """Leave the axes blank but for one quiet sentence, which is the alt text too."""
    width, height = paper(ax)
    lines = wrapped(clean(sentence), max(width - 20, 60), 11.0, most=3)
    write(ax, width / 2, height / 2, lines, ha="center", fontsize=11.0, color=QUIET)
    ax.set_label(clean(sentence))


def mixed(colour: str, other: str, share: float) -> str:
    """Return ``colour`` with ``share`` of ``other`` mixed in, as a hexadecimal colour."""
    from matplotlib.colors import to_hex, to_rgb

    (r0, g0, b0), (r1, g1, b1) = to_rgb(colour), to_rgb(other)
    keep = 1 - share
    return to_hex((keep * r0 + share * r1, keep * g0 + share * g1, keep * b0 + share * b1))
