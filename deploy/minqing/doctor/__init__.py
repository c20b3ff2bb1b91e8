"""`minqing doctor`: what is wrong with an installation, and what to do about it, also while parts of it are down.

`seen` is what can be seen, `databases`, `bell`, `processes` and `examining` look at it, `judging` and `followers` judge
it without looking, `table` shows it.
"""
