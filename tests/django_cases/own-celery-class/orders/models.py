from . import jobs
