"""Settings of the queue."""

imports = tuple(open("modules.txt").read().split())

broker_url = "memory://"
