"""Photos from strangers: a viewing copy that holds the picture and nothing else. The original stays in the evidence store."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING

from portal.documents import pool
from portal.documents.errors import Unreadable
from portal.documents.frames import Header

if TYPE_CHECKING:
    from PIL import Image

MOST_PIXELS = 40_000_000
LONGEST_SIDE = 2_000
FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "TIFF", "BMP")


@dataclass(frozen=True, slots=True)
class Picture:
    """A viewing copy (JPEG) without place, time or maker inside; `had_place` tells that the original holds a place."""

    data: bytes
    width: int
    height: int
    had_place: bool


def viewing_copy(original: bytes, *, longest: int = LONGEST_SIDE) -> Picture:
    """Make the viewing copy of a photo: upright, at most *longest* pixels a side, metadata gone.

    Raises Unreadable for anything but a picture, and above 40 million pixels.
    """
    facts, results = pool.pool().run("picture", {"longest": longest}, [original])
    return Picture(results[0], facts["width"], facts["height"], facts["had_place"])


# ----- below: inside the child -----


def picture_here(header: Header, blobs: list[bytes]) -> tuple[Header, list[bytes]]:
    """Make the copy inside the child; the counterpart of `viewing_copy`."""
    from PIL import Image, ImageOps, UnidentifiedImageError

    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    longest = int(header["longest"])
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            picture: Image.Image = Image.open(io.BytesIO(blobs[0]), formats=FORMATS)
            if picture.width * picture.height > MOST_PIXELS:
                raise Unreadable("the picture has more than 40 million pixels")
            had_place = bool(picture.getexif().get_ifd(0x8825))
            picture.draft("RGB", (longest, longest))
            picture = ImageOps.exif_transpose(picture)
            picture.thumbnail((longest, longest))
            picture = _on_white(picture)
        except (UnidentifiedImageError, Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
            raise Unreadable(str(error)) from error
        except (OSError, ValueError, SyntaxError) as error:
            raise Unreadable(f"the picture is damaged: {error}") from error
    output = io.BytesIO()
    picture.save(output, "JPEG", quality=82, exif=b"")
    return {"width": picture.width, "height": picture.height, "had_place": had_place}, [output.getvalue()]


def _on_white(picture: Image.Image) -> Image.Image:
    from PIL import Image

    if picture.mode in ("RGB", "L"):
        return picture
    layered = picture.convert("RGBA")
    ground = Image.new("RGB", picture.size, "white")
    ground.paste(layered, mask=layered.getchannel("A"))
    return ground
