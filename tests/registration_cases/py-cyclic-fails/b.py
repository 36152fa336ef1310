from a import N

M = 1
