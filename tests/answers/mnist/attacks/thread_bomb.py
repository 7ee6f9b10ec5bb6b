# tries: to start threads until the machine stands still
# tells: can't start new thread
import threading

while True:
    threading.Thread(target=threading.Event().wait, daemon=True).start()
