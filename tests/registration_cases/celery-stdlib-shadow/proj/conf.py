imports = ('queue_jobs', 'calendar')
