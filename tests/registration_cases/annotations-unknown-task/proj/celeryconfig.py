imports = (
    "proj.pages.home.tasks",
    "proj.pages.mag.tasks",
)
task_annotations = {"proj.nothing": {"rate_limit": "1/s"}}
