from proj import main


@main.task
def a():
    return 1
