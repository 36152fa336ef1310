import glob
import importlib
import os

for p in sorted(glob.glob(os.path.join(os.path.dirname(__file__), 'jobs', '*.py'))):
    n = os.path.basename(p)[:-3]
    if n != '__init__':
        importlib.import_module('proj.jobs.' + n)
