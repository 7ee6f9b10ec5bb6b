# tries: to fill the disk, by many files
# tells: No space left on device
for number in range(100_000):
    with open(f"bomb{number}", "wb") as file:
        file.write(bytes(10_000_000))
