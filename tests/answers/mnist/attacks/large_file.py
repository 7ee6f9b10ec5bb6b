# tries: to fill the disk, by one file
# tells: File too large
with open("bomb", "wb") as file:
    while True:
        file.write(bytes(10_000_000))
