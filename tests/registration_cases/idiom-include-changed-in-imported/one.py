from m import q

q.conf.include = ['two']
