"""Settings of the queue."""

imports = (
    "automappa.pages.home.tasks",
    "automappa.pages.mag_summary.tasks",
    "automappa.tasks",
)

broker_url = "memory://"
