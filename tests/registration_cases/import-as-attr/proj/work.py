import proj.more as m

m.make('x')
