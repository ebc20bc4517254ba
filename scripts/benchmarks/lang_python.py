"""CPython's side of `scripts/bench lang`: the workloads of lang.tdsl beside it, asked for in the same way."""

import json
import statistics
import sys
import time

ROUND_SECONDS = 0.3


def mandelbrot():
    size, limit = 500, 200
    inside = 0
    for row in range(size):
        y = 2.0 * row / size - 1.0
        for column in range(size):
            x = 3.0 * column / size - 2.0
            a, b = 0.0, 0.0
            count = 0
            while count < limit and a * a + b * b <= 4.0:
                following = a * a - b * b + x
                b = 2.0 * a * b + y
                a = following
                count += 1
            if count == limit:
                inside += 1
    return inside


def scalar_arithmetic():
    a, b, total = 1, 2, 0
    for i in range(2_000_000):
        total += (a * 3 + b) % 7 - i // 5 + (i & 3)
        a, b = b, (a + i) % 1000
    return total


def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


def fib_30():
    return fib(30)


def counter(step):
    total = 0

    def add(x):
        nonlocal total
        total += x * step
        return total

    return add


def closures():
    a, b = counter(1), counter(2)
    last = 0
    for i in range(1_000_000):
        last = a(i % 10) + b(i % 7)
    return last


class Point:
    def __init__(self, x, y):
        self.x = x
        self.y = y

    def moved(self, dx, dy):
        return Point(self.x + dx, self.y + dy)

    def norm(self):
        return self.x + self.y

    def shift(self, by):
        self.x += by
        self.y -= by
        return self


def method_calls():
    point = Point(0, 0)
    total = 0
    for i in range(500_000):
        point = point.moved(i % 3, 1)
        point.shift(1)
        total += point.norm()
    return total


def lists():
    values = []
    for i in range(200_000):
        values.append((i * 7919) % 10007)
    squares = [value * value for value in values if value % 2 == 0]
    total = 0
    for i in range(len(squares)):
        total += squares[i] % 13
    values.sort()
    for i in range(len(values)):
        values[i] = values[i] + 1
    return total + values[100] + sum(values)


def dicts():
    counts = {}
    for i in range(300_000):
        key = (i * 31) % 5003
        if key in counts:
            counts[key] += 1
        else:
            counts[key] = 1
    total = 0
    for key in counts:
        total += counts[key] * key
    named = {}
    for i in range(300_000):
        named[f"k{i % 100}"] = i
    for key, value in named.items():
        total += value + len(key)
    return total


def strings():
    parts = []
    for i in range(100_000):
        parts.append(f"item {i}: {i * 2}")
    text = ", ".join(parts)
    count = 0
    for word in text.split(" "):
        if word.startswith("1"):
            count += len(word)
    return count + len(text.replace("item", "thing").upper())


WORKLOADS = {
    function.__name__: function
    for function in (mandelbrot, scalar_arithmetic, fib_30, closures, method_calls, lists, dicts, strings)
}


def measure(operation):
    times = []
    end = time.perf_counter() + ROUND_SECONDS
    while len(times) < 3 or time.perf_counter() < end:
        start = time.perf_counter()
        operation()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


for line in sys.stdin:
    words = line.split()
    if words[0] == "once":
        print(WORKLOADS[words[1]](), flush=True)
    else:
        print(json.dumps({"name": words[0], "seconds": measure(WORKLOADS[words[0]])}), flush=True)
