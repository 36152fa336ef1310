def job_b():
    return 1


def other():
    return 1
