from pathlib import Path

from celery import Celery
from pluginbase import PluginBase

app = Celery("proj", broker="memory://")
base = PluginBase("proj.plugins")
source = base.make_plugin_source(searchpath=[str(Path(__file__).parent.parent / "home")])

with source:
    from proj.plugins import daily

first = source.load_plugin("hourly")
