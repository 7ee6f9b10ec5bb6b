# tries: to fill the disk, and the report, with what it prints
# tells: printed more than 10 MB
while True:
    print("x" * 10_000)
