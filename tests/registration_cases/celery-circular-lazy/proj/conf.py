imports = ('proj.a', 'proj.b')
