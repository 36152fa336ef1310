import a

M = 'b' + str(hasattr(a, 'N'))
