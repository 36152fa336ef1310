"""Random calls of built-in functions, methods of constants and functions of the standard library."""

from random import Random

__all__ = ["MODULES", "make_expression"]

# Imported before an expression is looked at.
MODULES = ("base64", "datetime", "decimal", "fractions", "ipaddress", "math", "statistics", "string", "uuid")
VALUES = (
    "''",
    "'abc'",
    "'a,b'",
    "' 12 '",
    "'2024-02-30'",
    "'1.5'",
    "b'ab'",
    "0",
    "1",
    "-3",
    "2.5",
    "True",
    "None",
    "[]",
    "[3, 1, 2]",
    "['b', 'a']",
    "('x', 1)",
    "{'k': 1}",
    "{}",
    "range(3)",
    "datetime.date(2024, 2, 28)",
    "datetime.timedelta(days=1)",
    "decimal.Decimal('1.10')",
    "fractions.Fraction(1, 3)",
    "uuid.UUID(int=5)",
    "ipaddress.ip_address('10.0.0.1')",
)
FUNCTIONS = (
    "len int float str bool list tuple sum min max sorted abs round ord chr repr any all divmod pow"
    " hex dict enumerate zip reversed isinstance hasattr callable bytes iter next range complex format"
    " datetime.date datetime.timedelta datetime.date.fromisoformat decimal.Decimal fractions.Fraction"
    " uuid.UUID ipaddress.ip_address math.sqrt math.floor math.gcd math.log math.isclose"
    " statistics.mean statistics.median string.capwords base64.b64encode"
)
METHODS = (
    "upper split join replace find index count startswith encode decode strip format zfill append pop"
    " get keys items values isoformat weekday total_seconds quantize limit_denominator bit_length hex"
    " real imag numerator as_integer_ratio is_private packed nothing copy title partition rsplit"
    " center isdigit translate conjugate"
)
OPERATORS = ("+", "-", "*", "/", "//", "%", "<", "==", "!=", "in", "is", "and", "or", "|", "&")
TAKES_CALLS = (
    "%s",
    "list(%s)",
    "str(%s)",
    "len(%s)",
    "bool(%s)",
    "%s == %s",
    'f"{%s}"',
    'f"{%s:>8}"',
    "sorted(%s)",
)


def make_expression(random: Random, depth: int = 0) -> str:
    """Return an expression, which Python may well refuse."""
    kind = random.randrange(6 if depth < 2 else 1)
    if kind <= 1:
        return random.choice(VALUES)
    if kind == 2:
        count = random.choice((0, 1, 1, 1, 2, 2, 3))
        given = ", ".join(make_expression(random, depth + 1) for _ in range(count))
        return f"{random.choice(FUNCTIONS.split())}({given})"
    receiver = make_expression(random, depth + 1)
    if kind == 3:
        count = random.choice((0, 0, 1, 1, 2))
        given = ", ".join(make_expression(random, depth + 1) for _ in range(count))
        name = random.choice(METHODS.split())
        return f"({receiver}).{name}" if random.random() < 0.15 else f"({receiver}).{name}({given})"
    if kind == 4:
        return f"({receiver}) {random.choice(OPERATORS)} ({make_expression(random, depth + 1)})"
    if random.random() < 0.5:
        return f"({receiver})[{random.choice(('0', '-1', '1:', chr(39) + 'k' + chr(39), '9'))}]"
    shape = random.choice(TAKES_CALLS)
    return shape.replace("%s", f"({receiver})")
