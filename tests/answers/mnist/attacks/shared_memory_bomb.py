# tries: to fill the machine's memory by files in /dev/shm, which belong to no process
# tells: No space left on device
for number in range(10_000):
    with open(f"/dev/shm/{number}", "wb") as file:
        file.write(bytes(10_000_000))
