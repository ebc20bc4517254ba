"""Makes `import tdsl` work in a context, from module texts that the bridge hands out: no file is read."""


def install(bridge):
    import sys
    from types import ModuleType

    if "tdsl._bridge" in sys.modules:
        return
    spec_type = type(sys.__spec__)

    class Importer:
        """Finds the modules of the package, and loads them."""

        @staticmethod
        def find_spec(name, path=None, target=None):
            if name.partition(".")[0] != "tdsl":
                return None
            for file, is_package in ((name.replace(".", "/"), False), (name.replace(".", "/") + "/__init__", True)):
                text = bridge.source(file)
                if text is not None:
                    spec = spec_type(name, Importer, origin=f"<{file}.py>", is_package=is_package)
                    spec.loader_state = text
                    return spec
            return None

        @staticmethod
        def create_module(spec):
            return None

        @staticmethod
        def exec_module(module):
            spec = module.__spec__
            exec(compile(spec.loader_state, spec.origin, "exec"), module.__dict__)

        @staticmethod
        def get_source(name):
            return Importer.find_spec(name).loader_state

    functions = ModuleType("tdsl._bridge", "What the runtime offers to this package.")
    for name in dir(bridge):
        if not name.startswith("_"):
            setattr(functions, name, getattr(bridge, name))
    sys.modules[functions.__name__] = functions
    sys.meta_path.append(Importer)
