from b import M

N = 1
