imports = ('proj.a',)
