"""Packages for platforms on which instructors grade: what each takes, and what runs there."""
