imports: tuple[str, ...] = ("proj.pages.home.tasks",)
