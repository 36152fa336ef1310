from proj.tasks import queue


for n in range(3):
    @queue.task(name=f"loop.{n}")
    def step(n=n):
        return n
