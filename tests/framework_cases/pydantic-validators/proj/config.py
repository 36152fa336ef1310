from pathlib import Path

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    name: str = "lower"
    folder: Path = Field(default=Path("data"))
    size: int = Field(default=5, validate_default=False)

    @field_validator("name")
    @classmethod
    def _shout(cls, value: str) -> str:
        return value.upper()

    @field_validator("folder")
    @classmethod
    def _make_absolute(cls, value: Path) -> Path:
        return value.expanduser().absolute() / "here"

    @field_validator("size")
    @classmethod
    def _refuse(cls, value: int) -> int:
        raise ValueError("defaults are not looked at")
