"""A class: its course in nbgrader, and submissions graded by the confined checker."""
