def late():
    from proj import late_tasks
    return late_tasks
