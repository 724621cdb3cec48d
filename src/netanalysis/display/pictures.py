"""A drawn chart as a notebook shows it and as a file: a PNG that carries its description."""

from __future__ import annotations

import base64
import io
import struct
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from netanalysis.display.text import clean
from netanalysis.errors import OutputError

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

DPI: Final = 144
"""Dots an inch: one and a half times what a notebook shows, so that text stays sharp."""
_SHOWN_AT: Final = 96
_PAD: Final = 0.2
_NO_DESCRIPTION: Final = "A chart without a description."


def alt_text(ax: Axes) -> str:
    """Return the description of a chart drawn by this package, for people who cannot see it.

    Axes drawn by something else have none; their title stands in, if there is one.
    """
    title = clean(ax.get_title(loc="left") or ax.get_title())
    return clean(ax.get_label()) or title or _NO_DESCRIPTION


class Picture:
    """A chart that a notebook shows once, sharp, and with a description.

    Jupyter shows a matplotlib figure by itself when a cell ends, without any description.
    Making a ``Picture`` takes the figure out of that, so it is not shown twice; the picture
    shows itself as PNG with an ``alt`` text, and in a terminal as the description.
    """

    def __init__(self, ax: Axes) -> None:
        self._ax = ax
        self._figure = _figure_of(ax)
        _take_from_pyplot(self._figure)

    @property
    def alt(self) -> str:
        """The description: of all charts on the figure, if there are several."""
        charts = [ax for ax in self._figure.axes if clean(ax.get_label())]
        if self._ax not in charts:
            charts.append(self._ax)
        return " ".join(alt_text(ax) for ax in charts)

    def __repr__(self) -> str:
        return f"Picture: {self.alt}"

    def _repr_mimebundle_(
        self, include: object = None, exclude: object = None
    ) -> tuple[dict[str, str], dict[str, Any]]:
        png = self._render("png")
        width, height = struct.unpack(">II", png[16:24])
        scale = _SHOWN_AT / DPI
        about = {"alt": self.alt, "width": round(width * scale), "height": round(height * scale)}
        data = {"image/png": base64.b64encode(png).decode("ascii"), "text/plain": self.alt}
        return data, {"image/png": about}

    def save(self, path: str | Path) -> Path:
        """Write the picture to ``path`` and return it; the ending says PNG, SVG or PDF.

        The description goes into the file's own metadata; no date or program name does.

        Raises
        ------
        OutputError
            When the ending is another one, or the file cannot be written.
        """
        target = Path(path)
        kind = target.suffix.lower().lstrip(".")
        if kind not in ("png", "svg", "pdf"):
            raise OutputError(
                f"cannot save a picture as {target.suffix or 'a file without an ending'!r}; "
                "use .png, .svg or .pdf"
            )
        data = self._render(kind)
        try:
            target.write_bytes(data)
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raise OutputError(
                f"the picture could not be written to {target.name}: {reason}"
            ) from error
        return target

    def _render(self, kind: str) -> bytes:
        import matplotlib as mpl

        with mpl.rc_context({"svg.hashsalt": "netanalysis", "savefig.transparent": False}):
            file = io.BytesIO()
            self._figure.savefig(
                file,
                format=kind,
                dpi=DPI,
                bbox_inches="tight",
                pad_inches=_PAD,
                metadata=_metadata(kind, clean(self._ax.get_title(loc="left")), self.alt),
            )
        return file.getvalue()


def picture(ax: Axes) -> Picture:
    """Return the chart as something a notebook shows once and with a description."""
    return Picture(ax)


def _figure_of(ax: Axes) -> Figure:
    figure = ax.get_figure(root=True)
    if figure is None:
        raise OutputError("the axes were removed from their figure; draw the chart again")
    return figure


def _take_from_pyplot(figure: Figure) -> None:
    import matplotlib.pyplot as plt

    if getattr(figure, "number", None) in plt.get_fignums():
        plt.close(figure)


def _metadata(kind: str, title: str, alt: str) -> dict[str, Any]:
    """Return what goes into the file about the picture; None removes matplotlib's own."""
    if kind == "png":
        return {"Title": title, "Description": alt, "Software": None}
    if kind == "svg":
        return {"Title": title, "Description": alt, "Date": None, "Creator": None}
    return {"Title": title, "Subject": alt, "CreationDate": None, "Creator": None, "Producer": None}
