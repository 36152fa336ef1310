import a

a.ORDER.append('b')
