# fails: compiled
# names: Call compile on the parameter itself
def compile_model(model):
    pass
