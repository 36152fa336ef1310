imports = (
    "proj.pages.home.tasks",
    "proj.pages.mag.tasks",
)
beat_schedule = {"x": {"task": "proj.nothing", "schedule": 30.0}}
