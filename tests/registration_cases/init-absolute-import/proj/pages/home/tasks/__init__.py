from proj.pages.home.tasks.binning import summarize
