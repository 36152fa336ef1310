"""The home page: metagenomes and the state of the task queue."""
