imports = ('ns.one', 'ns.two')
