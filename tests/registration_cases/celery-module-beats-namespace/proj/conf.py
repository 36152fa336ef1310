imports = ('thing',)
