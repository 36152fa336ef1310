imports = ('proj.work',)
