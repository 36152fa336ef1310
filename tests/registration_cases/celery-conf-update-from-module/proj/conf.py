include = ['proj.a']
