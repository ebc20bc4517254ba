"""Writes numpy_files.txt: files made by NumPy, and what NumPy reads from them.

Run with NumPy 2:  python make_numpy_files.py > numpy_files.txt
"""

import io
import zipfile

import numpy as np

TENSOR_DTYPES = {
    "b1": "bool", "i1": "i8", "i2": "i16", "i4": "i32", "i8": "i64", "u1": "u8", "u2": "i32", "u4": "i64",
    "u8": "i64", "f2": "f16", "f4": "f32", "f8": "f64",
}

print("# Files written by NumPy %s, made by make_numpy_files.py. Of each file: its name, then its arrays as" % np.__version__)
print("# NAME : DTYPE OF THE TENSOR [SHAPE] ELEMENTS, in row-major order, then its bytes.")


def array_line(name, array):
    dtype = TENSOR_DTYPES[array.dtype.kind + str(array.dtype.itemsize)]
    elements = [int(e) if isinstance(e, bool) else e for e in array.flatten().tolist()]
    print("array", name, ":", dtype, list(array.shape), *elements)


def file(name, content, arrays):
    print(">", name)
    for array_name, array in arrays.items():
        array_line(array_name, array)
    print("bytes", content.hex())


def npy(array, version=None):
    stream = io.BytesIO()
    np.lib.format.write_array(stream, array, version=version)
    return stream.getvalue()


def npy_file(name, array, version=None):
    file(name + ".npy", npy(array, version), {name: array})


for code in TENSOR_DTYPES:
    dtype = np.dtype(code)
    if dtype.kind == "f":
        info = np.finfo(dtype)
        values = [0.0, -0.0, 1.5, -2.25, float(info.max), float(info.tiny), float("nan"), float("inf"), float("-inf")]
    elif dtype.kind == "b":
        values = [True, False, True]
    else:
        info = np.iinfo(dtype)
        values = [0, 1, 100, int(info.min), min(int(info.max), 2**63 - 1)]
    for order, order_name in (("<", "little"), (">", "big")) if dtype.itemsize > 1 else (("|", "single"),):
        npy_file(f"{code}_{order_name}", np.array(values, dtype=order + code))

npy_file("f2_every_size", np.array([6e-8, 6.1e-5, 0.333, 65504, -1e-7], dtype="f2"))
npy_file("scalar", np.array(3.5, dtype="f8"))
npy_file("scalar_bool", np.array(True))
npy_file("empty", np.zeros(0, dtype="f4"))
npy_file("empty_axis", np.zeros((2, 0, 3), dtype="i8"))
npy_file("rank_3", np.arange(24, dtype="f4").reshape(2, 3, 4))
npy_file("fortran", np.asfortranarray(np.arange(6, dtype="f8").reshape(2, 3)))
npy_file("fortran_rank_3", np.asfortranarray(np.arange(24, dtype=">i2").reshape(2, 3, 4)))
npy_file("fortran_empty", np.zeros((0, 3), dtype="f4", order="F"))
npy_file("rank_32", np.arange(2, dtype="u1").reshape([1] * 31 + [2]))
npy_file("version_1", np.arange(3, dtype="i4"), (1, 0))
npy_file("version_2", np.arange(3, dtype="i4"), (2, 0))
npy_file("version_3", np.arange(3, dtype="i4"), (3, 0))

arrays = {
    "weight": np.arange(6, dtype="f4").reshape(2, 3) / 4,
    "bias": np.array([1, -1], dtype="i8"),
    "nested/name.with dots": np.array(True),
    "Größe": np.zeros((0, 2), dtype="f8"),
}


def savez(save):
    stream = io.BytesIO()
    save(stream, **arrays)
    return stream.getvalue()


def zipped(names, **options):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", **options) as archive:
        for name, array in names.items():
            archive.writestr(name, npy(array) if array is not None else b"")
    return stream.getvalue()


class Unseekable(io.BytesIO):
    """A pipe: zipfile then writes sizes behind the entries."""

    def seekable(self):
        return False

    def seek(self, *_):
        raise io.UnsupportedOperation

    def tell(self):
        raise io.UnsupportedOperation


def streamed():
    stream = Unseekable()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("a.npy", npy(arrays["weight"]))
        archive.writestr("b.npy", npy(arrays["bias"]))
    return stream.getvalue()


file("stored.npz", savez(np.savez), arrays)
file("deflated.npz", savez(np.savez_compressed), arrays)
file("empty_archive.npz", zipped({}), {})
file("streamed.npz", streamed(), {"a": arrays["weight"], "b": arrays["bias"]})
plain = {"x": arrays["bias"], "folder/": None, "folder/y.npy": arrays["weight"]}
file("names.npz", zipped(plain), {"x": arrays["bias"], "folder/y": arrays["weight"]})
commented = io.BytesIO(zipped({"x.npy": arrays["bias"]}))
with zipfile.ZipFile(commented, "a") as archive:
    archive.comment = b"PK\x05\x06 is not the end"
file("commented.npz", commented.getvalue(), {"x": arrays["bias"]})
