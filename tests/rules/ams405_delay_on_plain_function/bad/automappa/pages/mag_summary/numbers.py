"""Arithmetic."""


def add(x: int, y: int) -> int:
    return x + y


double = lambda x: 2 * x


class Sum:
    def run(self, x):
        return x


total = Sum()
BY_NAME = {"add": add}
