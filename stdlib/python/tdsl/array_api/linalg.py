"""The extension of linear algebra."""

from collections import namedtuple

import tdsl

_Eigh = namedtuple("EighResult", "eigenvalues eigenvectors")
_QR = namedtuple("QRResult", "Q R")
_Slogdet = namedtuple("SlogdetResult", "sign logabsdet")
_SVD = namedtuple("SVDResult", "U S Vh")


def cholesky(x, /, *, upper=False):
    """The triangular factor of a positive definite matrix."""
    return tdsl.cholesky(x, upper)


def cross(x1, x2, /, *, axis=-1):
    """The cross product of vectors of three elements."""
    return tdsl.cross(x1, x2, axis)


def det(x, /):
    """The determinant."""
    return tdsl.det(x)


def diagonal(x, /, *, offset=0):
    """A diagonal of the last two axes."""
    return tdsl.diagonal(x, offset, -2, -1)


def eigh(x, /):
    """The eigenvalues and eigenvectors of a symmetric matrix."""
    return _Eigh(*tdsl.eigh(x))


def eigvalsh(x, /):
    """The eigenvalues of a symmetric matrix."""
    return tdsl.eigvalsh(x)


def inv(x, /):
    """The inverse."""
    return tdsl.inv(x)


def matmul(x1, x2, /):
    """The matrix product."""
    return tdsl.matmul(x1, x2)


def matrix_norm(x, /, *, keepdims=False, ord="fro"):
    """The norm of a matrix."""
    return tdsl.matrix_norm(x, ord, (-2, -1), keepdims)


def matrix_power(x, n, /):
    """The product of n copies of a matrix."""
    return tdsl.matrix_power(x, n)


def matrix_rank(x, /, *, rtol=None):
    """How many singular values are above the tolerance."""
    return tdsl.matrix_rank(x, rtol=rtol)


def matrix_transpose(x, /):
    """The matrix with rows and columns exchanged."""
    return tdsl.transpose(x, -2, -1)


def outer(x1, x2, /):
    """The products of all pairs of elements of two vectors."""
    return tdsl.outer(x1, x2)


def pinv(x, /, *, rtol=None):
    """The pseudo-inverse."""
    return tdsl.pinv(x, rtol=rtol)


def qr(x, /, *, mode="reduced"):
    """An orthonormal and a triangular factor."""
    return _QR(*tdsl.qr(x, mode))


def slogdet(x, /):
    """The sign and the logarithm of the determinant."""
    return _Slogdet(*tdsl.slogdet(x))


def solve(x1, x2, /):
    """The solution of x1 @ x = x2."""
    return tdsl.solve(x1, x2) if x2.ndim != 1 else tdsl.solve(x1, x2[:, None])[..., 0]


def svd(x, /, *, full_matrices=True):
    """The singular value decomposition."""
    return _SVD(*tdsl.svd(x, full_matrices))


def svdvals(x, /):
    """The singular values."""
    return tdsl.svdvals(x)


def tensordot(x1, x2, /, *, axes=2):
    """The sum of products over axes of both arrays."""
    return tdsl.tensordot(x1, x2, axes)


def trace(x, /, *, offset=0, dtype=None):
    """The sum of a diagonal."""
    return tdsl.sum(diagonal(x, offset=offset), -1, dtype=dtype)


def vecdot(x1, x2, /, *, axis=-1):
    """The scalar product of vectors."""
    return tdsl.vecdot(x1, x2, axis)


def vector_norm(x, /, *, axis=None, keepdims=False, ord=2):
    """The norm of vectors."""
    return tdsl.vector_norm(x, ord, axis, keepdims)
