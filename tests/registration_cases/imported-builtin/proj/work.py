from proj.tasks import queue


import json

a = queue.task(json.dumps)
