"""Draws random programs and records the gradients that PyTorch computes for them, in float64.

    python random_programs.py > random-programs.txt        (PyTorch 2.13.0)

The output begins with a description of its lines. A program that PyTorch refuses, because it overwrites what backward
needs, is drawn again; so is one whose numbers grow large, where rounding would hide errors.
"""

import base64
import random
import struct

import torch

PROGRAMS = 340
STATEMENTS = 14
LARGEST = 1e4

DESCRIPTION = """\
# Random programs, and what PyTorch %s computes for them in float64; made by random_programs.py.
#
# leaf NAME SHAPE            sin(1 + 10 n), sin(2 + 10 n), ... for the n-th leaf
# fn NAME F SRC              a function of each element
# bin NAME OP A B            add, sub, mul or div, broadcast
# red NAME OP SRC DIM KEEP   sum, mean, amax, logsumexp, softmax or cumsum along an axis
# mm NAME A B                matrix product
# slice NAME SRC DIM START STOP STEP; select NAME SRC DIM I; t NAME SRC D D; unsq NAME SRC DIM; expand NAME SRC N
#                            views; expand repeats along a new first axis
# flip NAME SRC DIM; resh NAME SRC SHAPE; rows NAME SRC I,J,K; where NAME C A B; cat NAME DIM A B
#                            copies; where takes A where C is positive
# iadd T SRC; imul T SRC; icopy T SRC; ifill T C; isq T; itanh T; irev T DIM SRC; iput T I,J SRC; imask T C
#                            in place; irev multiplies T in reverse order along DIM, iput writes rows, imask halves
#                            elements above C
# read NAME W                adds W * sum(sin(NAME)) as it is now to the total
# = BYTES                    the total, then its gradients by all leaves: f64, little endian, base64
"""

UNARY = {
    "sin": torch.sin,
    "cos": torch.cos,
    "tanh": torch.tanh,
    "sigmoid": torch.sigmoid,
    "neg": torch.neg,
    "square": torch.square,
    "abs": torch.abs,
    "relu": torch.relu,
}
BINARY = {
    "add": torch.add,
    "sub": torch.sub,
    "mul": torch.mul,
    "div": lambda a, b: a / (b * b + 1),
}
REDUCTIONS = {
    "sum": lambda t, dim, keep: t.sum(dim, keep),
    "mean": lambda t, dim, keep: t.mean(dim, keep),
    "amax": lambda t, dim, keep: t.amax(dim, keep),
    "logsumexp": lambda t, dim, keep: t.logsumexp(dim, keep),
    "softmax": lambda t, dim, keep: t.softmax(dim),
    "cumsum": lambda t, dim, keep: t.cumsum(dim),
}


def numbers(word):
    return [] if word == "-" else [int(number) for number in word.split(",")]


def text(values):
    return ",".join(map(str, values)) or "-"


class Machine:
    """Runs statements."""

    def __init__(self):
        self.leaves = []
        self.values = {}
        self.total = torch.zeros((), dtype=torch.float64)

    def run(self, line):
        op, *words = line.split()
        value = getattr(self, "do_" + op)(*words)
        if value is not None:
            self.values[words[0]] = value

    def get(self, name):
        return self.values[name]

    def do_leaf(self, name, shape):
        shape = numbers(shape)
        count = 1
        for size in shape:
            count *= size
        first = 10 * len(self.leaves)
        values = torch.sin(torch.arange(1 + first, count + 1 + first, dtype=torch.float64)).reshape(shape)
        self.leaves.append(values.requires_grad_())
        return values

    def do_fn(self, name, function, source):
        return UNARY[function](self.get(source))

    def do_bin(self, name, op, left, right):
        return BINARY[op](self.get(left), self.get(right))

    def do_red(self, name, op, source, dim, keep):
        return REDUCTIONS[op](self.get(source), int(dim), keep == "1")

    def do_mm(self, name, left, right):
        return self.get(left) @ self.get(right)

    def do_slice(self, name, source, dim, start, stop, step):
        items = [slice(None)] * int(dim) + [slice(int(start), int(stop), int(step))]
        return self.get(source)[tuple(items)]

    def do_select(self, name, source, dim, index):
        return self.get(source).select(int(dim), int(index))

    def do_t(self, name, source, first, second):
        return self.get(source).transpose(int(first), int(second))

    def do_unsq(self, name, source, dim):
        return self.get(source).unsqueeze(int(dim))

    def do_expand(self, name, source, count):
        return self.get(source).expand(int(count), *self.get(source).shape)

    def do_flip(self, name, source, dim):
        return self.get(source).flip(int(dim))

    def do_resh(self, name, source, shape):
        return self.get(source).clone(memory_format=torch.contiguous_format).reshape(numbers(shape))

    def do_rows(self, name, source, rows):
        return self.get(source)[numbers(rows)]

    def do_where(self, name, condition, left, right):
        return torch.where(self.get(condition) > 0, self.get(left), self.get(right))

    def do_cat(self, name, dim, left, right):
        return torch.cat([self.get(left), self.get(right)], int(dim))

    def do_iadd(self, target, source):
        self.get(target).add_(self.get(source))

    def do_imul(self, target, source):
        self.get(target).mul_(self.get(source))

    def do_icopy(self, target, source):
        self.get(target).copy_(self.get(source).clone())

    def do_ifill(self, target, value):
        self.get(target).fill_(float(value))

    def do_isq(self, target):
        self.get(target).pow_(2)

    def do_itanh(self, target):
        self.get(target).tanh_()

    def do_irev(self, target, dim, source):
        whole = self.get(target)
        whole.mul_(self.get(source).expand(whole.shape).flip(int(dim)))

    def do_iput(self, target, rows, source):
        self.get(target)[numbers(rows)] = self.get(source)

    def do_imask(self, target, limit):
        whole = self.get(target)
        whole[whole > float(limit)] *= 0.5

    def do_read(self, name, weight):
        self.total = self.total + self.get(name).clone().sin().sum() * float(weight)


class Author:
    """Writes one program, running it at the same time to know the shapes."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.machine = Machine()
        self.lines = []
        self.count = 0
        self.writable = []

    def emit(self, line):
        self.machine.run(line)
        self.lines.append(line)

    def make(self, op, *words, writable=True):
        name = "v%d" % self.count
        self.count += 1
        self.emit(" ".join([op, name, *map(str, words)]))
        if writable:
            self.writable.append(name)
        return name

    def shape(self, name):
        return tuple(self.machine.get(name).shape)

    def names(self, condition=lambda shape: True):
        return [name for name, value in self.machine.values.items() if condition(tuple(value.shape))]

    def pick(self, names):
        return self.random.choice(names) if names else None

    def fitting(self, shape):
        """A value that broadcasts to a shape."""

        def fits(other):
            try:
                return torch.broadcast_shapes(shape, other) == torch.Size(shape)
            except RuntimeError:
                return False

        return self.pick(self.names(fits))

    def program(self):
        draw = self.random
        shapes = [(3, 4), (4, 3), (4,), (2, 3, 4), (3, 1), ()]
        for number, shape in enumerate([draw.choice(shapes[:4]), *draw.sample(shapes, 2)]):
            self.emit("leaf x%d %s" % (number, text(shape)))
            if shape:
                self.make("fn", draw.choice(["sin", "neg", "cos"]), "x%d" % number)
        for _ in range(STATEMENTS):
            draw.choice([self.function, self.binary, self.reduction, self.product, self.view, self.view, self.view,
                         self.copy, self.change, self.change, self.change, self.change, self.read])()
        for name in self.names():
            if self.machine.get(name).requires_grad and draw.random() < 0.8:
                self.emit("read %s %s" % (name, draw.choice(["1.0", "-0.5", "2.0"])))

    def function(self):
        self.make("fn", self.random.choice(list(UNARY)), self.pick(self.names()))

    def binary(self):
        left = self.pick(self.names())
        right = self.fitting(self.shape(left))
        pair = [left, right] if self.random.random() < 0.5 else [right, left]
        self.make("bin", self.random.choice(list(BINARY)), *pair)

    def reduction(self):
        source = self.pick(self.names(lambda shape: len(shape) > 0))
        dim = self.random.randrange(len(self.shape(source)))
        self.make("red", self.random.choice(list(REDUCTIONS)), source, dim, self.random.randrange(2))

    def product(self):
        left = self.pick(self.names(lambda shape: len(shape) > 0))
        inner = self.shape(left)[-1]
        right = self.pick(self.names(
            lambda shape: len(shape) > 0 and shape[max(0, len(shape) - 2)] == inner and len(shape) <= 2))
        if right is not None:
            self.make("mm", left, right)

    def view(self):
        source = self.pick(self.writable)
        shape = self.shape(source)
        kind = self.random.choice(["slice", "slice", "select", "t", "unsq", "expand"])
        if kind == "unsq" and len(shape) < 4:
            self.make("unsq", source, self.random.randrange(len(shape) + 1))
        elif kind == "expand" and len(shape) < 3:
            self.make("expand", source, 2, writable=False)
        elif len(shape) == 0:
            return
        elif kind == "select":
            dim = self.random.randrange(len(shape))
            self.make("select", source, dim, self.random.randrange(shape[dim]))
        elif kind == "t":
            self.make("t", source, 0, len(shape) - 1)
        elif kind == "slice":
            dim = self.random.randrange(len(shape))
            start = self.random.randrange(shape[dim])
            stop = self.random.randrange(start + 1, shape[dim] + 1)
            self.make("slice", source, dim, start, stop, self.random.choice([1, 1, 2]))

    def copy(self):
        source = self.pick(self.names(lambda shape: len(shape) > 0))
        shape = self.shape(source)
        kind = self.random.choice(["flip", "resh", "rows", "where", "cat"])
        if kind == "flip":
            self.make("flip", source, self.random.randrange(len(shape)))
        elif kind == "resh":
            self.make("resh", source, self.machine.get(source).numel())
        elif kind == "rows":
            self.make("rows", source, text(self.random.randrange(shape[0]) for _ in range(3)))
        elif kind == "where":
            self.make("where", source, self.fitting(shape), self.fitting(shape))
        else:
            other = self.pick(self.names(lambda other: len(other) == len(shape) and other[1:] == shape[1:]))
            self.make("cat", 0, source, other)

    def change(self):
        target = self.pick(self.writable)
        shape = self.shape(target)
        source = self.fitting(shape)
        kind = self.random.choice(["iadd", "imul", "icopy", "ifill", "isq", "itanh", "irev", "iput", "imask"])
        if kind in ("iadd", "imul", "icopy"):
            self.emit("%s %s %s" % (kind, target, source))
        elif kind == "ifill":
            self.emit("ifill %s %s" % (target, self.random.choice(["0.25", "-1.5"])))
        elif kind in ("isq", "itanh"):
            self.emit("%s %s" % (kind, target))
        elif kind == "imask":
            self.emit("imask %s 0.1" % target)
        elif len(shape) > 0 and kind == "irev":
            self.emit("irev %s %d %s" % (target, self.random.randrange(len(shape)), source))
        elif len(shape) > 0:
            rows = self.random.sample(range(shape[0]), min(2, shape[0]))
            source = self.fitting((len(rows), *shape[1:]))
            if source is not None:
                self.emit("iput %s %s %s" % (target, text(rows), source))

    def read(self):
        self.emit("read %s %s" % (self.pick(self.names()), self.random.choice(["1.0", "-0.5"])))


def recorded(seed):
    """The lines of a program and its results; None if it is no good."""
    author = Author(seed)
    try:
        author.program()
        author.machine.total.backward()
    except (RuntimeError, IndexError):
        return None
    leaves = author.machine.leaves
    found = [author.machine.total.reshape(1)]
    found += [(torch.zeros_like(leaf) if leaf.grad is None else leaf.grad).reshape(-1) for leaf in leaves]
    results = torch.cat(found).detach().tolist()
    if not all(abs(number) < LARGEST for number in results) or not any(results[1:]):
        return None
    return author.lines, results


def main():
    torch.manual_seed(0)
    print(DESCRIPTION % torch.__version__.split("+")[0], end="")
    written = 0
    seed = 0
    while written < PROGRAMS:
        seed += 1
        found = recorded(seed)
        if found is None:
            continue
        lines, results = found
        print("\nprogram", seed)
        print("\n".join(lines))
        print("=", base64.b64encode(struct.pack("<%dd" % len(results), *results)).decode())
        written += 1


main()
