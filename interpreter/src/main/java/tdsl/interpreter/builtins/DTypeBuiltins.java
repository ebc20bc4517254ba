package tdsl.interpreter.builtins;

import tdsl.interpreter.diagnostics.ErrorKind;
import tdsl.interpreter.values.Kinds;
import tdsl.interpreter.values.collections.DictValue;
import tdsl.interpreter.values.functions.OpCalls;
import tdsl.tensor.DType;

/// What the numbers of a dtype are.
final class DTypeBuiltins {
    static final BuiltinTable TABLE = new BuiltinTable()
            .row(
                    "finfo(type)",
                    "A dict about a floating dtype: its `bits`, `eps` (from 1 to the next number), `max`, `min`, and"
                            + " `smallest_normal`, the smallest positive number of full precision.",
                    call -> floating(call, dtype(call)))
            .row(
                    "iinfo(type)",
                    "A dict about an integer dtype: its `bits`, `max` and `min`.",
                    call -> integral(call, dtype(call)));

    private DTypeBuiltins() {}

    private static DType dtype(BuiltinCall call) {
        if (OpCalls.toLibrary(call.value(0)) instanceof DType dtype) {
            return dtype;
        }
        throw call.error(ErrorKind.TYPE, "type must be a dtype such as f32, not %s", Kinds.describe(call.value(0)));
    }

    private static DictValue floating(BuiltinCall call, DType dtype) {
        return switch (dtype) {
            case FLOAT16 -> numbers(dtype, 0x1p-10, 65504, 0x1p-14);
            case BFLOAT16 -> numbers(dtype, 0x1p-7, 0x1.FEp127, Float.MIN_NORMAL);
            case FLOAT32 -> numbers(dtype, 0x1p-23, Float.MAX_VALUE, Float.MIN_NORMAL);
            case FLOAT64 -> numbers(dtype, 0x1p-52, Double.MAX_VALUE, Double.MIN_NORMAL);
            default -> throw call.error(ErrorKind.DTYPE, "takes a floating dtype, not %s", dtype);
        };
    }

    private static DictValue numbers(DType dtype, double eps, double most, double smallest) {
        DictValue info = bits(dtype);
        info.put("eps", eps);
        info.put("max", most);
        info.put("min", -most);
        info.put("smallest_normal", smallest);
        return info;
    }

    private static DictValue integral(BuiltinCall call, DType dtype) {
        if (!dtype.isIntegral()) {
            throw call.error(ErrorKind.DTYPE, "takes an integer dtype, not %s", dtype);
        }
        DictValue info = bits(dtype);
        info.put("max", dtype.greatest());
        info.put("min", dtype.least());
        return info;
    }

    private static DictValue bits(DType dtype) {
        DictValue info = new DictValue();
        info.put("bits", (long) Byte.SIZE * dtype.byteSize());
        return info;
    }
}
