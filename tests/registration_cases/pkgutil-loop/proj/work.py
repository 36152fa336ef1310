import importlib
import pkgutil

import proj.jobs

for info in pkgutil.iter_modules(proj.jobs.__path__):
    importlib.import_module('proj.jobs.' + info.name)
