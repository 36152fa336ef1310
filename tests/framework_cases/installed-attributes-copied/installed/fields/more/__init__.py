class Base:
    pass


class Text(Base):
    pass


class Number(Base):
    pass


__all__ = sorted(name for name in globals() if not name.startswith("_"))
