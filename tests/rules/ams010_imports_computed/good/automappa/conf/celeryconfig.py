"""Settings of the queue."""

from automappa.conf.modules import MODULES

imports = tuple(f"automappa.{name}" for name in MODULES)

broker_url = "memory://"
