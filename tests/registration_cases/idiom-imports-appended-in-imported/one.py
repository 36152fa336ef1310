from m import q

q.conf.imports.append('two')
