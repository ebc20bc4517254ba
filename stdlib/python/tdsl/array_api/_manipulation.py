"""Functions that change shapes, and that pick elements."""

import tdsl


def broadcast_arrays(*arrays):
    """The arrays with the one shape that they broadcast to."""
    return list(tdsl.broadcast_tensors(*arrays))


def broadcast_to(x, /, shape):
    """The array, repeated along axes of size 1."""
    return tdsl.broadcast_to(x, tuple(shape))


def concat(arrays, /, *, axis=0):
    """The arrays one after the other; flattened if the axis is None."""
    if axis is None:
        arrays, axis = [array.reshape(-1) for array in arrays], 0
    return tdsl.cat(list(arrays), axis)


def expand_dims(x, /, axis=0):
    """The array with a new axis of size 1."""
    return tdsl.unsqueeze(x, axis)


def flip(x, /, *, axis=None):
    """The elements in reverse order along axes, or all axes."""
    return tdsl.flip(x, tuple(range(x.ndim)) if axis is None else axis)


def moveaxis(x, source, destination, /):
    """The array with axes at other places."""
    return tdsl.movedim(x, source, destination)


def permute_dims(x, /, axes):
    """The array with its axes in another order."""
    return tdsl.permute(x, tuple(axes))


def repeat(x, repeats, /, *, axis=None):
    """Each element as often as its count says."""
    return tdsl.repeat_interleave(x, repeats, axis)


def reshape(x, /, shape, *, copy=None):
    """The elements in another shape."""
    if copy is False:
        return x.view(tuple(shape))
    return tdsl.reshape(x.clone() if copy else x, tuple(shape))


def roll(x, /, shift, *, axis=None):
    """The elements moved along axes, those at the end to the front."""
    return tdsl.roll(x, shift, axis)


def squeeze(x, /, axis):
    """The array without axes of size 1."""
    axes = axis if isinstance(axis, tuple) else (axis,)
    for each in axes:
        if x.shape[each] != 1:
            raise ValueError(f"squeeze: axis {each} has size {x.shape[each]}, not 1")
    return tdsl.squeeze(x, axes)


def stack(arrays, /, *, axis=0):
    """The arrays along a new axis."""
    return tdsl.stack(list(arrays), axis)


def take(x, indices, /, *, axis=None):
    """The parts of the array at positions along an axis."""
    if axis is None:
        if x.ndim != 1:
            raise ValueError("take: an array of several axes needs the argument axis")
        axis = 0
    return tdsl.index_select(x, axis, indices)


def take_along_axis(x, indices, /, *, axis=-1):
    """The elements at positions along an axis, one for each element of the indices."""
    return tdsl.take_along_dim(x, indices, axis)


def tile(x, repetitions, /):
    """The array repeated along its axes."""
    return tdsl.tile(x, tuple(repetitions))


def unstack(x, /, *, axis=0):
    """The parts of the array along an axis, a tuple."""
    return tuple(tdsl.unbind(x, axis))
