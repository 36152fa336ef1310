imports = (
    "proj.pages.home.tasks",
    "proj.pages.mag.tasks",
)
task_routes = {"proj.nothing": {"queue": "x"}}
