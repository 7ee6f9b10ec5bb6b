# tries: to send the answers out
# tells: Address family not supported
import socket

for address in (("127.0.0.1", PORT), ("1.1.1.1", 53)):
    for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
        try:
            socket.socket(socket.AF_INET, kind).connect(address)
        except OSError as error:
            last = error
try:
    socket.socket(socket.AF_VSOCK).connect((2, 22))
except OSError:
    pass
raise last
