package tdsl.tensor.fusion;

import tdsl.tensor.DType;
import tdsl.tensor.Device;
import tdsl.tensor.Tensor;
import tdsl.tensor.dispatch.DispatchKey;
import tdsl.tensor.dispatch.Op;

/// What a plan depends on of the value of a leaf.
///
/// @param device  null for a plain number
/// @param weak    whether it takes the dtype of what it meets
/// @param hasAxes whether it is a tensor with axes, which decide over dtypes
record LeafKind(DType dtype, Device device, boolean weak, boolean hasAxes, boolean requiresGrad) {
    /// @param recording whether gradients are recorded
    /// @return null for what cannot be the leaf of a program
    static LeafKind of(Object value, boolean recording) {
        return switch (value) {
            case Tensor tensor
            when hasOrdinaryKeys(tensor) ->
                new LeafKind(
                        tensor.dtype(),
                        tensor.device(),
                        tensor.isWeak(),
                        tensor.rank() > 0,
                        recording && tensor.requiresGrad());
            case Long _ -> ofNumber(DType.INT64);
            case Double _ -> ofNumber(DType.FLOAT64);
            case Boolean _ -> ofNumber(DType.BOOL);
            case null, default -> null;
        };
    }

    private static LeafKind ofNumber(DType dtype) {
        return new LeafKind(dtype, null, true, false, false);
    }

    /// Nothing else must want to see the single operations.
    private static boolean hasOrdinaryKeys(Tensor tensor) {
        int ordinary = Op.keyOf(tensor.device()).bit() | DispatchKey.AUTOGRAD.bit();
        return (tensor.dispatchKeys() & ~ordinary) == 0;
    }

    /// Whether another value is of this kind.
    boolean matches(Object value, boolean recording) {
        return switch (value) {
            case Tensor tensor ->
                tensor.dtype() == dtype
                        && tensor.device() == device
                        && tensor.isWeak() == weak
                        && tensor.rank() > 0 == hasAxes
                        && (recording && tensor.requiresGrad()) == requiresGrad
                        && hasOrdinaryKeys(tensor);
            case Long _ -> device == null && dtype == DType.INT64;
            case Double _ -> device == null && dtype == DType.FLOAT64;
            case Boolean _ -> device == null && dtype == DType.BOOL;
            case null, default -> false;
        };
    }
}
