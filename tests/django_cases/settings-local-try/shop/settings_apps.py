EXTRA = ["stock"]
