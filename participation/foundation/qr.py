"""Square pictures that a phone scans (QR codes), drawn on this machine."""

from io import BytesIO

import segno

#: Of modules, as the QR standard (ISO/IEC 18004) asks for.
QUIET_ZONE = 4


def qr_code(text: str) -> bytes:
    """A QR code as an SVG file: black on white with its quiet zone, readable when a tenth of it is covered."""
    drawn = BytesIO()
    segno.make(text, error="m", micro=False).save(
        drawn, kind="svg", border=QUIET_ZONE, light="#fff", svgclass=None, lineclass=None, omitsize=True
    )
    return drawn.getvalue()
