"""The report of a simulation: one page that needs nothing else, for people who were not there."""
