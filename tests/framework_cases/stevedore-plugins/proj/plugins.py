from stevedore import driver, extension
from stevedore.named import NamedExtensionManager


def refuse(manager, entry_point, error):
    raise error


def task_modules(app):
    found = []
    for plugin in extension.ExtensionManager(
        namespace="proj.plugins",
        invoke_on_load=True,
        invoke_args=(app,),
        on_load_failure_callback=refuse,
    ):
        found.extend(plugin.obj.task_imports())
    return found


def named():
    manager = NamedExtensionManager("proj.extra", ["second", "first"], name_order=True)
    return [each.plugin.MODULE for each in manager]


def backend():
    return driver.DriverManager("proj.extra", "second", invoke_on_load=True).driver
