# ruff: noqa: E501 - a slip on a line of its own reads best
"""A sound app of some thirty files, and slips of several kinds in it: which file, what stands
there, what instead."""

__all__ = ["APP", "CONSEQUENCES", "SLIPS", "SOUND"]

APP = "clinic.tasks:queue"
PAGES = {
    "intake": {
        "scan": 'def scan_form(self, path: str, pages: int = 1) -> dict:\n    return {"path": path}\n',
        "notify": "def notify_ward(self, ward: str) -> bool:\n    return bool(ward)\n",
    },
    "labs": {
        "order": "def order_test(self, patient_id: int, kind: str) -> int:\n    return patient_id\n",
        "results": "def fetch_results(self, order_id: int) -> list:\n    return [order_id]\n",
    },
    "imaging": {
        "render": "def render_slice(self, study: str, index: int) -> str:\n    return study\n",
        "archive": "def archive_study(self, study: str, *, keep: bool = True) -> None:\n    return None\n",
    },
    "billing": {
        "invoice": "def make_invoice(self, patient_id: int) -> str:\n    return str(patient_id)\n",
        "export": "def export_month(self, year: int, month: int) -> str:\n    return f'{year}-{month}'\n",
    },
}


def _files() -> dict[str, str]:
    files = {
        "pyproject.toml": '[project]\nname = "clinic"\nversion = "1"\ndependencies = ["celery", "dash"]\n',
        "clinic/__init__.py": "",
        "clinic/conf/__init__.py": "",
        "clinic/pages/__init__.py": "",
        "clinic/tasks.py": (
            '"""The queue of the clinic."""\n\nfrom celery import Celery\n\nqueue = Celery(__name__)\n'
            'queue.config_from_object("clinic.conf.celeryconfig")\n'
        ),
        "clinic/decorators.py": (
            '"""What tasks are wrapped in."""\n\nimport functools\nimport time\n\n\ndef timed(function):\n'
            '    """Print how long a call took."""\n\n    @functools.wraps(function)\n'
            "    def wrapper(*args, **kwargs):\n        start = time.monotonic()\n"
            "        try:\n            return function(*args, **kwargs)\n        finally:\n"
            "            print(function.__name__, time.monotonic() - start)\n\n    return wrapper\n"
        ),
        "clinic/services.py": (
            '"""What pages share."""\n\ntry:\n    import orjson as json\nexcept ImportError:\n    import json\n\n\n'
            "def dump(value):\n    return json.dumps(value)\n\n\ndef task(function):\n"
            '    """Mark a step of the set-up; nothing of Celery."""\n    return function\n\n\n'
            "@task\ndef prepare():\n    return dump({})\n"
        ),
        "clinic/nightly.py": (
            '"""What runs at night."""\n\nfrom clinic.decorators import timed\nfrom clinic.tasks import queue\n\n\n'
            "@queue.task\n@timed\ndef sweep(days: int = 30) -> int:\n    return days\n\n\n"
            '@queue.task(name="clinic.reindex", bind=True, max_retries=3)\n@timed\ndef reindex(self):\n    return 1\n'
        ),
        "Procfile": "web: gunicorn clinic.web:server\nworker: celery -A clinic.tasks:queue worker -l INFO\n",
        "tests/test_tasks.py": "from clinic.tasks import queue\n\n\n@queue.task\ndef only_here():\n    pass\n",
    }
    entries = ""
    for page, modules in PAGES.items():
        base = f"clinic/pages/{page}"
        names = {module: text.split("(")[0].removeprefix("def ") for module, text in modules.items()}
        entries += f'    "clinic.pages.{page}.tasks",\n'
        files[f"{base}/__init__.py"] = f'"""The page {page}."""\n'
        files[f"{base}/tasks/__init__.py"] = (
            "".join(f"from .{module} import {name}\n" for module, name in sorted(names.items()))
            + "\n__all__ = ["
            + ", ".join(f'"{name}"' for name in sorted(names.values()))
            + "]\n"
        )
        for module, text in modules.items():
            files[f"{base}/tasks/{module}.py"] = (
                f"from clinic.tasks import queue\n\n\n@queue.task(bind=True)\n{text}"
            )
    files["clinic/conf/celeryconfig.py"] = (
        '"""Settings of the queue."""\n\nfrom celery.schedules import crontab\n\nimports = (\n'
        f'{entries}    "clinic.nightly",\n)\n\nbroker_url = "memory://"\n'
        'task_routes = {"clinic.pages.imaging.*": {"queue": "heavy"}}\n'
        "beat_schedule = {\n"
        '    "sweep": {"task": "clinic.nightly.sweep", "schedule": crontab(hour=2), "args": (7,)},\n'
        '    "reindex": {"task": "clinic.reindex", "schedule": 3600.0},\n}\n'
    )
    files["clinic/pages/intake/callbacks.py"] = (
        '"""What the buttons of the intake page do."""\n\nfrom celery import chain, group\n\n'
        "from clinic.pages.intake.tasks import notify_ward, scan_form\n"
        "from clinic.pages.labs import tasks as labs\n\n\ndef on_upload(path, ward):\n"
        "    scan_form.delay(path, pages=2)\n    notify_ward.apply_async((ward,), countdown=5)\n\n\n"
        "def on_order(patient_id, kinds):\n"
        "    return group(labs.order_test.s(patient_id, kind) for kind in kinds)()\n\n\n"
        "def on_collect(patient_id):\n"
        '    return chain(labs.order_test.s(patient_id, "blood"), labs.fetch_results.s()).apply_async()\n'
    )
    files["clinic/pages/billing/callbacks.py"] = (
        '"""What the buttons of the billing page do."""\n\nfrom clinic.tasks import queue\n\n\n'
        "def on_month(year, month):\n"
        '    options = {"year": year, "month": month}\n'
        '    return queue.send_task("clinic.pages.billing.tasks.export.export_month", kwargs=options)\n\n\n'
        "def on_invoice(patient_id):\n"
        "    from clinic.pages.billing.tasks import make_invoice\n\n"
        "    send = make_invoice.delay\n    return send(patient_id)\n"
    )
    return files


SOUND = _files()

CONF, INTAKE, BILLING = (
    "clinic/conf/celeryconfig.py",
    "clinic/pages/intake/callbacks.py",
    "clinic/pages/billing/callbacks.py",
)

# By name: the rule, the file, what stands there, what instead, and whether a safe fix mends it.
SLIPS: dict[str, tuple[str, str, str, str, bool]] = {
    "an entry is forgotten": ("AMS101", CONF, '    "clinic.pages.labs.tasks",\n', "", True),
    "an entry is misspelt": ("AMS102", CONF, "pages.labs.tasks", "pages.lab.tasks", True),
    "a comma is missing": ("AMS103", CONF, '.billing.tasks",\n', '.billing.tasks"\n', True),
    "the setting is in capitals": ("AMS108", CONF, "imports =", "IMPORTS =", True),
    "a module is not imported": (
        "AMS201", "clinic/pages/labs/tasks/__init__.py", "from .results import fetch_results\n", "", True,
    ),
    "a task is not exported": ("AMS202", "clinic/pages/labs/tasks/__init__.py", ', "order_test"', "", True),
    "a name is exported that is not there": (
        "AMS203", "clinic/pages/labs/tasks/__init__.py", '"order_test"', '"order_test", "cancel_test"', True,
    ),
    "an import error is hidden": (
        "AMS206", "clinic/pages/labs/tasks/__init__.py", "from .order import order_test\n",
        "try:\n    from .ordr import order_test\nexcept ImportError:\n    order_test = None\n", True,
    ),
    "an import fails": (
        "AMS207", "clinic/nightly.py", "from clinic.decorators import timed", "from clinic.decorators import timing", False,
    ),
    "two modules import each other": (
        "AMS208", "clinic/decorators.py", "import functools\n", "import functools\n\nfrom clinic.nightly import sweep\n", False,
    ),
    "a name is used twice": ("AMS301", "clinic/nightly.py", "@queue.task\n@timed\n", '@queue.task(name="clinic.reindex")\n@timed\n', False),
    "a wrapper renames": ("AMS302", "clinic/decorators.py", "    @functools.wraps(function)\n", "", True),
    "the decorators change places": ("AMS303", "clinic/nightly.py", "@queue.task\n@timed\n", "@timed\n@queue.task\n", True),
    "a prefix hides a task": ("AMS305", "clinic/nightly.py", '"clinic.reindex"', '"celery.reindex"', False),
    "a task becomes a coroutine": ("AMS308", "clinic/pages/labs/tasks/order.py", "def order_test", "async def order_test", False),
    "bind is dropped": ("AMS310", "clinic/pages/labs/tasks/order.py", "@queue.task(bind=True)", "@queue.task", True),
    "an option is misspelt": ("AMS311", "clinic/nightly.py", "max_retries", "max_retires", False),
    "a task is imported under another name": (
        "AMS401", "clinic/pages/labs/tasks/__init__.py", "import fetch_results", "import fetch_results as fetch", True,
    ),
    "an argument is left out": ("AMS402", INTAKE, 'order_test.s(patient_id, "blood")', "order_test.s(patient_id)", False),
    "an argument is misnamed": ("AMS402", BILLING, '"month": month}', '"mnth": month}', False),
    "an alias gets too much": ("AMS402", BILLING, "send(patient_id)", "send(patient_id, 2)", False),
    "a name is sent that is not there": ("AMS403", BILLING, "export.export_month", "export_month", False),
    "the schedule has an old name": ("AMS404", CONF, "clinic.nightly.sweep", "clinic.nightly.sweeep", False),
    "a plain function is delayed": ("AMS405", "clinic/services.py", "    return dump({})\n", "    return dump.delay({})\n", False),
    "a literal has another type": ("AMS406", INTAKE, "pages=2", 'pages="2"', False),
    "the worker is started with a misspelt app": ("AMS116", "Procfile", "celery -A clinic.tasks:queue", "celery -A clinic.tasks:qeue", False),
}  # fmt: skip

# What a slip costs elsewhere: the callers' module lacks the name, the schedule names what is gone.
CONSEQUENCES = {
    "a module is not imported": {"AMS401"},
    "a task is imported under another name": {"AMS203"},
    "a name is used twice": {"AMS404"},
    "a wrapper renames": {"AMS404"},
    "a prefix hides a task": {"AMS404"},
}
