import os
from importlib import import_module

STAGE = os.environ.get("STAGE", "dev")
module = import_module(f"shop.stages.{STAGE}")
for name in dir(module):
    if name.isupper():
        globals()[name] = getattr(module, name)
