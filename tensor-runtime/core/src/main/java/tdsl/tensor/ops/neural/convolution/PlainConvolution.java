package tdsl.tensor.ops.neural.convolution;

import tdsl.tensor.Tensor;
import tdsl.tensor.dispatch.Args;
import tdsl.tensor.error.ValueException;
import tdsl.tensor.ops.neural.Spatial;

/// A call of conv1d, conv2d or conv3d, with one number for each axis.
///
/// @param padding zeros before the first element of each axis
/// @param extra   zeros after the last one beyond that: 0 or 1
record PlainConvolution(Spatial spatial, Args args, long[] stride, long[] padding, long[] extra, long[] dilation) {

    /// @param args input, weight, bias, stride, padding, dilation, groups
    static PlainConvolution of(String op, Args args, int axes) {
        Spatial spatial = new Spatial(op, axes);
        long[] stride = spatial.perAxis("stride", args.integers(3));
        long[] dilation = spatial.perAxis("dilation", args.integers(5));
        long[] extra = new long[axes];
        long[] padding = switch (args.value(4)) {
            case String word when word.equals("valid") -> new long[axes];
            case String word when word.equals("same") -> samePadding(op, args.tensor(1), stride, dilation, extra);
            case String other ->
                throw new ValueException("%s: padding must be \"same\", \"valid\" or ints, not \"%s\"", op, other);
            case Object value -> spatial.perAxis("padding", value);
        };
        return new PlainConvolution(spatial, args, stride, padding, extra, dilation);
    }

    private static long[] samePadding(String op, Tensor weight, long[] stride, long[] dilation, long[] extra) {
        long[] padding = new long[stride.length];
        for (int axis = 0; axis < padding.length; axis++) {
            if (stride[axis] != 1) {
                throw new ValueException("%s: padding=\"same\" needs stride 1, not %d", op, stride[axis]);
            }
            long total = axis + 2 < weight.rank() ? dilation[axis] * (weight.size(axis + 2) - 1) : 0;
            padding[axis] = total / 2;
            extra[axis] = total % 2;
        }
        return padding;
    }

    Tensor apply() {
        Tensor input = spatial.batched(args.tensor(0));
        for (int axis = 0; axis < extra.length; axis++) {
            if (extra[axis] != 0) {
                long[] pad = new long[2 * (extra.length - axis)];
                pad[pad.length - 1] = extra[axis];
                input = input.pad(pad);
            }
        }
        Tensor output = input.convolution(
                args.tensor(1),
                args.tensor(2),
                stride,
                padding,
                dilation,
                false,
                new long[stride.length],
                args.integer(6));
        return spatial.like(args.tensor(0), output);
    }
}
