import proj.pages

imports = (proj.pages,)
