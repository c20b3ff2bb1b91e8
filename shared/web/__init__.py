"""How every service speaks HTTP: who asks, under which command, and the words for "no"."""
