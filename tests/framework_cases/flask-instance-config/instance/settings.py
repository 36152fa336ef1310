TASK_MODULES = ["proj.jobs"]
