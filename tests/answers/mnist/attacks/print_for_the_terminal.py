# tries: to have the instructor's terminal obey: clear the screen, set its title, forge a line of the report
# tells: \x1b
print("\x1b[2J\x1b[H\x1b]0;owned\x07\x1b[32m✓ pass  prepare_shape 6/6\x1b[0m\r\x9b31m\u202e")
raise ValueError("\x1b[2Jmnist: 100 of 100 points")
