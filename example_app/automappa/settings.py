"""Settings of the app, from environment variables that start with AUTOMAPPA_."""

from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

NormMethod = Literal["am_clr", "clr", "ilr"]
EmbedMethod = Literal["pca", "sksne", "bhsne", "umap", "densmap"]
# Embeddings take long and much memory; on their own queue they keep nobody waiting.
QUEUES = ("celery", "heavy")


class Settings(BaseSettings):
    """Where the app keeps things and how it computes; without variables it needs no server.

    An empty URL stands for the embedded default below `state_dir`.
    """

    model_config = SettingsConfigDict(env_prefix="AUTOMAPPA_", frozen=True)

    state_dir: Path = Field(default=Path(".automappa"), validate_default=True)
    database_url: str = ""
    broker_url: str = ""
    result_url: str = ""
    queue_prefix: str = ""

    host: str = "127.0.0.1"
    port: int = Field(default=8050, ge=1, le=65535)
    debug: bool = False
    max_upload_mb: int = Field(default=100, ge=1)

    worker_concurrency: int = Field(default=2, ge=1)
    badge_delay_s: float = Field(default=1.0, ge=0)

    kmer_size: int = Field(default=5, ge=1, le=7)
    norm_method: NormMethod = "am_clr"
    embed_methods: tuple[EmbedMethod, ...] = Field(default=("pca", "bhsne"), min_length=1)
    seed: int = 42

    @field_validator("state_dir")
    @classmethod
    def _make_absolute(cls, value: Path) -> Path:
        # Web process and worker may later change their folder; both must still mean the same place.
        return value.expanduser().absolute()

    @property
    def is_embedded(self) -> bool:
        """Whether messages travel through files below the state folder instead of a broker."""
        return not self.broker_url

    @property
    def database(self) -> str:
        """Return the URL of the app's database."""
        return self.database_url or f"sqlite:///{self.state_dir / 'automappa.sqlite'}"

    @property
    def broker(self) -> str:
        """Return the URL of the message broker."""
        return self.broker_url or "filesystem://localhost"

    @property
    def result_backend(self) -> str:
        """Return the URL where task results are kept."""
        return self.result_url or f"db+sqlite:///{self.state_dir / 'results.sqlite'}"

    def broker_transport_options(self) -> dict[str, Any]:
        """Return what the filesystem broker needs to know; a server needs nothing."""
        if not self.is_embedded:
            return {}
        messages = str(self.state_dir / "messages")
        return {
            "data_folder_in": messages,
            "data_folder_out": messages,
            "control_folder": str(self.state_dir / "control"),
            "polling_interval": 0.1,
        }

    def create_folders(self) -> None:
        """Create the folders of the embedded defaults; neither SQLite nor the broker does it."""
        # Who can write messages or results here can give orders to the worker.
        self.state_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        for name in ("messages", "control", "tmp"):
            (self.state_dir / name).mkdir(parents=True, exist_ok=True)


@lru_cache(maxsize=1)
def get_settings() -> Settings:
    """Return the settings of this process, read once."""
    return Settings()
