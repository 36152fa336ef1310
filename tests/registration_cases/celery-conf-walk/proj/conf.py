import pkgutil
from pathlib import Path

imports = tuple(f'proj.jobs.{m.name}' for m in pkgutil.iter_modules([str(Path(__file__).parent / 'jobs')]) if not m.ispkg)
