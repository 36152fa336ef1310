from m import q

q.conf.imports = ('two',)
