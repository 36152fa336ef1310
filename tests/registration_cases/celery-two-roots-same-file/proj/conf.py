imports = ('proj.a', 'a')
