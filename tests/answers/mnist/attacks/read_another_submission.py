# tries: to copy what a neighbour has handed in
# tells: No such file or directory
exec(open(f"{OUTSIDE}/neighbour/mnist.py").read())
