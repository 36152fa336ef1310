from typing import ClassVar, List, Optional

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class Base(BaseSettings):
    broker: str = "memory://"
    workers: int = 2


class Settings(Base):
    model_config = SettingsConfigDict(env_prefix="proj_", env_file="local.env", extra="ignore")

    kind: ClassVar[str] = "settings"
    modules: List[str] = ["proj.never"]
    more: list = Field(default_factory=lambda: ["proj.more"])
    from_file: str = "nowhere"
    named: str = Field("x", validation_alias="NAMED_OTHERWISE")
    debug: bool = False
    required: str
    checked: str = "a"
    maybe: Optional[str] = None

    @field_validator("checked")
    @classmethod
    def check(cls, value):
        return value.upper()

    @property
    def listed(self):
        return self.modules + self.more


settings = Settings()
