from proj.pages.home.tasks import summarize

layout = [summarize]
