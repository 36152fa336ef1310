import importlib
from pathlib import Path

for p in Path(__file__).parent.joinpath('jobs').glob('[a-z]*.py'):
    importlib.import_module(f'{__package__}.jobs.{p.stem}')
