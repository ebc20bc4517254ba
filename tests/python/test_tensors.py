"""Tensors in Python: indexing, operators and conversions, as NumPy and PyTorch have them."""

import copy
import inspect
import pickle

import tdsl


def raises(kind, action):
    """The exception of this kind that an action raises."""
    try:
        action()
    except kind as error:
        return error
    raise AssertionError(f"expected {kind.__name__}")


def numbers():
    return tdsl.arange(12).reshape(3, 4)


def test_slices_steps_and_new_axes_are_views_in_numpys_way():
    x = numbers()
    assert x[::-1, 1:3].tolist() == [[9, 10], [5, 6], [1, 2]]
    assert x[..., None].shape == (3, 4, 1)
    assert x[-1].tolist() == [8, 9, 10, 11]
    row = x[1]
    row[::2] = -1
    assert x.tolist()[1] == [-1, 5, -1, 7]


def test_masks_and_index_arrays_select():
    x = numbers()
    assert x[x > 8].tolist() == [9, 10, 11]
    assert x[[0, 2], [1, 3]].tolist() == [1, 11]
    assert x[tdsl.tensor([2, 0])][:, 0].tolist() == [8, 0]
    x[x > 8] = 0
    assert x[2].tolist() == [8, 0, 0, 0]


def test_operators_are_those_of_pytorch():
    x = tdsl.tensor([1, 2, 3])
    assert (2**x).tolist() == [2, 4, 8]
    assert (10 // x).tolist() == [10, 5, 3]
    assert (-7 % x).tolist() == [0, 1, 2]
    assert (1 - x).tolist() == [0, -1, -2]
    assert (x / 2).dtype == tdsl.float32
    assert (~x & 3 | 4 ^ 1).tolist() == [7, 5, 5]
    assert (x << 2 >> 1).tolist() == [2, 4, 6]
    assert abs(-x).tolist() == (+x).tolist() == [1, 2, 3]
    assert (numbers().T @ tdsl.ones(3, dtype=int)).tolist() == [12, 15, 18, 21]


def test_operators_in_place_change_the_tensor_itself():
    x = y = tdsl.tensor([1.0, 2.0])
    y += 1
    y *= x
    assert x is y and x.tolist() == [4.0, 9.0]
    assert x.add_(1) is x


def test_comparisons_are_elementwise_and_differ_from_other_objects():
    x = tdsl.tensor([1, 2])
    assert (x == 2).tolist() == [False, True]
    assert (x != x).tolist() == [False, False]
    assert (x == None) is False  # noqa: E711
    assert (x == "1") is False


def test_operands_of_other_types_are_refused():
    raises(TypeError, lambda: tdsl.ones(2) + "a")
    raises(TypeError, lambda: tdsl.ones(2) < None)


def test_tensors_of_one_element_are_numbers():
    one = tdsl.tensor([3])
    assert int(one) == 3 and float(one) == 3.0 and complex(one) == 3 and bool(one)
    assert [0, 1, 2, 30][one] == 30
    assert f"{one[0]:4d}|{tdsl.tensor(0.5):.2f}" == "   3|0.50"
    assert "any()" in str(raises(ValueError, lambda: bool(tdsl.ones(2))))
    raises(TypeError, lambda: [1][tdsl.tensor(0.0)])


def test_tensors_are_sequences_of_their_rows():
    x = numbers()
    assert len(x) == 3
    assert [row.sum().item() for row in x] == [6, 22, 38]
    assert 7 in x and 12 not in x
    raises(TypeError, lambda: len(tdsl.tensor(1)))
    raises(TypeError, lambda: iter(tdsl.tensor(1)))


def test_the_hash_is_that_of_the_object():
    x = tdsl.ones(2)
    assert {x: 1}[x] == 1
    assert hash(x) == hash(x)


def test_the_text_is_that_of_pytorch():
    assert repr(tdsl.tensor([[1.0, 2.5], [3, 4]])) == "tensor([[1.0000, 2.5000],\n        [3.0000, 4.0000]])"


def test_copies_and_pickles_hold_the_same_values():
    x = tdsl.tensor([[1.5, float("inf")], [3, 4]], dtype=tdsl.float64).requires_grad_()
    deep = copy.deepcopy(x)
    again = pickle.loads(pickle.dumps(x))
    for other in (deep, again):
        assert other.tolist() == x.tolist() and other.dtype == x.dtype and other.requires_grad
    shared = copy.copy(x.detach())
    shared[0, 0] = 7
    assert x[0, 0].item() == 7 and deep[0, 0].item() == 1.5


def test_buffers_pass_both_ways():
    import array

    x = tdsl.frombuffer(array.array("f", [1.5, 2.5]))
    assert x.tolist() == [1.5, 2.5]
    assert tdsl.frombuffer(b"\x01\x02", dtype=tdsl.uint8).tolist() == [1, 2]
    assert tdsl.tensor([[1, 258], [3, 4]], dtype=tdsl.int16).T.tobytes() == b"\x01\0\x03\0\x02\x01\x04\0"


def test_attributes_describe_the_tensor():
    x = tdsl.zeros(2, 3, dtype=tdsl.float64)
    assert (x.shape, x.ndim, x.strides) == ((2, 3), 2, (3, 1))
    assert x.dtype is tdsl.float64 and x.dtype == tdsl.f64 and str(x.dtype) == "tdsl.float64"
    assert x.device == "cpu" and x.device.type == "cpu"
    assert x.T.shape == x.mT.shape == (3, 2)


def test_functions_have_signatures_and_documentation():
    assert str(inspect.signature(tdsl.softmax)) == "(input, dim, dtype=None)"
    assert str(inspect.signature(tdsl.zeros)) == "(*shape, dtype=None, device=None)"
    assert str(inspect.signature(tdsl.Tensor.sum)) == "(self, dim=None, keepdim=False, dtype=None)"
    assert "divided by its sum" in tdsl.softmax.__doc__
    assert {"softmax", "float32", "nn", "Tensor"} <= set(dir(tdsl))
    assert {"softmax", "item", "shape"} <= set(dir(tdsl.ones(1)))


def test_arguments_come_by_name_and_as_tuples():
    x = numbers()
    assert x.sum(dim=0, keepdim=True).shape == (1, 4)
    assert x.sum((0, 1)).item() == 66
    assert x.reshape((2, 6)).shape == x.reshape(2, 6).shape == (2, 6)
    assert tdsl.zeros(2, dtype=bool).dtype == tdsl.bool
    assert tdsl.cat([x, x]).shape == (6, 4)


def test_functions_of_several_signatures_choose():
    x = tdsl.tensor([3, 0, 2])
    (positions,) = tdsl.where(x > 0)
    assert positions.tolist() == [0, 2]
    assert tdsl.where(x > 0, x, -1).tolist() == [3, -1, 2]
    assert x.max(dim=0).item() == 3 and x.max(tdsl.tensor([1, 1, 5])).tolist() == [3, 1, 5]


def test_several_results_are_a_tuple():
    values, positions = tdsl.sort(tdsl.tensor([3, 1, 2]))
    assert values.tolist() == [1, 2, 3] and positions.tolist() == [1, 2, 0]


def test_numbers_that_do_not_fit_are_refused():
    raises(OverflowError, lambda: tdsl.tensor(1 << 63))
    raises(TypeError, lambda: tdsl.ones(2, dtype=str))
    raises(TypeError, lambda: tdsl.softmax(tdsl.ones(2)))
    raises(AttributeError, lambda: tdsl.no_such_function)
    raises(AttributeError, lambda: tdsl.ones(2).no_such_method)
