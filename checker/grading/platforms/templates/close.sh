# The answer runs as a user without rights: what knows answers is closed to it. It may see the worker's part alone.
close() {
    find "$1/checker" -mindepth 1 -maxdepth 1 ! -name __init__.py ! -name worker -exec chmod -R go-rwx {} +
    chmod -R go-rwx "$1/workshop/data/creatures/studio"
}
