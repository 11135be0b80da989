"""`make bench`: how long the server takes for the main pages at 100,000 cases, beside plain Django and plain FAB.

Measures and prints; asserts nothing. Everything runs in one go on a throw-away database on this machine.
"""
