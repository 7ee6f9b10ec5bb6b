# tries: to talk to another process of this machine by a socket that lies in no folder
# tells: Address family not supported
import socket

with socket.socket(socket.AF_UNIX) as speaker:
    speaker.connect(ABSTRACT)
    speaker.send(b"hello")
