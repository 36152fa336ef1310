from pathlib import Path

from celery import Celery
from pluginbase import PluginBase

app = Celery("proj", broker="memory://")
here = Path(__file__).resolve().parent.parent
base = PluginBase(package="proj.plugins", searchpath=[str(here / "shared")])


class Jobs:
    def init(self):
        self.source = base.make_plugin_source(identifier="jobs", searchpath=[str(here / "home")])
        with self.source:
            for file in sorted((here / "home" / "jobs").glob("**/*.py")):
                name = str(file.relative_to(here / "home"))[:-3].replace("/", ".")
                __import__(self.source.base.package + "." + name, globals(), {}, ["__name__"])
        for name in self.source.list_plugins():
            if name != "jobs":
                self.source.load_plugin(name)


jobs = Jobs()
jobs.init()
