from pydantic import BaseModel
from pydantic_settings import BaseSettings


class Printer(BaseModel):
    host: str
    copies: int = 1


class Settings(BaseSettings):
    CELERY_BROKER_URL: str = "memory://"
    CELERY_INCLUDE: list[str] = ["shop.labels"]
    LANGUAGES: list[str] = ["en", "fa"]
    printer: Printer

    class Config:
        env_nested_delimiter = "__"


settings = Settings()
