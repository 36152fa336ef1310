"""Settings of the queue."""

imports = (
    "automappa.pages.home.tasks",
    "automappa.tasks",
)

broker_url = "memory://"
