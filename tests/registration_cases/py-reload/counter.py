try:
    SEEN.append(1)
except NameError:
    SEEN = []
