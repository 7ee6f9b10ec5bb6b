# tries: to compute for ever
# tells: s of computing
while True:
    pass
