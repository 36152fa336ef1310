ENDINGS = [".yml", ".ini"]
TASKS = "tasks"
