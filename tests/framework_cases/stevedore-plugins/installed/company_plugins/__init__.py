class Reports:
    def __init__(self, app):
        self.app = app

    def task_imports(self):
        return ["proj.tasks", "company_plugins.reports"]
