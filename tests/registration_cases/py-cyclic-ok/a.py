import b

N = 'cyc' + b.M


def f():
    return 1
