"""Table of the looks that a site had."""

from datetime import date

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from participation.foundation import clock
from participation.foundation.database import Base


class SiteLook(Base):
    """How the site looked from a day on. Kept for good; the last one counts."""

    __tablename__ = "site_look"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80), default="")
    partnership: Mapped[str] = mapped_column(String(160), default="")
    welcome: Mapped[str] = mapped_column(String(400), default="")
    accent: Mapped[str] = mapped_column(String(7), default="", comment="#rrggbb, or empty for ours")
    action: Mapped[str] = mapped_column(String(7), default="", comment="#rrggbb, or empty for ours")
    logo: Mapped[bytes | None] = mapped_column(LargeBinary, comment="As we wrote it anew, a WebP")
    logo_mark: Mapped[str] = mapped_column(String(20), default="", comment="Names the logo's content")
    logo_width: Mapped[int] = mapped_column(default=0)
    logo_height: Mapped[int] = mapped_column(default=0)
    set_on: Mapped[date] = mapped_column(default=clock.today)
    set_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
