"""An example app shaped like Automappa: pages, data and a task queue for metagenomes."""
