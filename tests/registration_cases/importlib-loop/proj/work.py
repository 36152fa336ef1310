import importlib

for n in ('one', 'two'):
    importlib.import_module(f'proj.jobs.{n}')
