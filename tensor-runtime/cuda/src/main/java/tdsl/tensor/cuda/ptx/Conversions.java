package tdsl.tensor.cuda.ptx;

import tdsl.tensor.DType;

/// Conversions between dtypes, with the results of the processor's.
final class Conversions {
    private Conversions() {}

    /// @param value a register with an element of dtype `from`
    /// @return a register with it converted to `to`
    static String convert(PtxBody body, String value, DType from, DType to) {
        if (from == to) {
            return value;
        }
        Carrier carrier = Carrier.of(from);
        return switch (to) {
            case BOOL -> truth(body, value, carrier);
            case FLOAT64 -> wide(body, value, carrier);
            case FLOAT32 -> single(body, value, carrier);
            case FLOAT16, BFLOAT16 -> rounded(body, single(body, value, carrier), to);
            case UINT8, INT8, INT16, INT32, INT64 ->
                wrapped(body, carrier.isFloating() ? truncated(body, wide(body, value, carrier), to) : value, to);
        };
    }

    /// 1 for all but 0.
    private static String truth(PtxBody body, String value, Carrier carrier) {
        String comparison = carrier.isFloating() ? "setp.neu." : "setp.ne.";
        return fromPredicate(body, body.make("%p", comparison + carrier.type, value, carrier.literal(0)));
    }

    /// 1 for true.
    static String fromPredicate(PtxBody body, String predicate) {
        return body.make("%l", "selp.s64", 1, 0, predicate);
    }

    /// True for all but 0.
    static String toPredicate(PtxBody body, String value) {
        return body.make("%p", "setp.ne.s64", value, 0);
    }

    private static String wide(PtxBody body, String value, Carrier carrier) {
        return switch (carrier) {
            case SINGLE -> body.make("%d", "cvt.f64.f32", value);
            case DOUBLE -> value;
            case LONG -> body.make("%d", "cvt.rn.f64.s64", value);
        };
    }

    private static String single(PtxBody body, String value, Carrier carrier) {
        return switch (carrier) {
            case SINGLE -> value;
            case DOUBLE -> body.make("%f", "cvt.rn.f32.f64", value);
            case LONG -> body.make("%f", "cvt.rn.f32.s64", value);
        };
    }

    /// An f32 rounded to f16 or bf16.
    static String rounded(PtxBody body, String single, DType half) {
        return fromHalf(body, toHalf(body, single, half), half);
    }

    static String toHalf(PtxBody body, String single, DType half) {
        return body.make("%h", half == DType.FLOAT16 ? "cvt.rn.f16.f32" : "cvt.rn.bf16.f32", single);
    }

    static String fromHalf(PtxBody body, String bits, DType half) {
        if (half == DType.FLOAT16) {
            return body.make("%f", "cvt.f32.f16", bits);
        }
        String extended = body.make("%r", "cvt.u32.u16", bits);
        return body.make("%f", "mov.b32", body.make("%r", "shl.b32", extended, 16));
    }

    /// The integer part of an f64. What has no place among 64-bit integers (for the signed dtypes up to i32: among
    /// 32-bit
    /// ones), NaN too, becomes the smallest of them.
    private static String truncated(PtxBody body, String wide, DType to) {
        boolean narrow = to != DType.INT64 && to != DType.UINT8;
        double end = narrow ? 0x1p31 : 0x1p63;
        String integer = body.make("%l", "cvt.rzi.s64.f64", wide);
        String low = body.make(
                "%p", narrow ? "setp.gt.f64" : "setp.ge.f64", wide, Carrier.DOUBLE.literal(narrow ? -end - 1 : -end));
        String high = body.make("%p", "setp.lt.f64", wide, Carrier.DOUBLE.literal(end));
        String fits = body.make("%p", "and.pred", low, high);
        long least = narrow ? Integer.MIN_VALUE : Long.MIN_VALUE;
        return body.make("%l", "selp.s64", integer, least, fits);
    }

    /// The low bits of an integer.
    static String wrapped(PtxBody body, String integer, DType to) {
        if (to == DType.INT64) {
            return integer;
        }
        if (to == DType.UINT8) {
            return body.make("%l", "and.b64", integer, 0xFF);
        }
        int unused = Long.SIZE - to.byteSize() * Byte.SIZE;
        return body.make("%l", "shr.s64", body.make("%l", "shl.b64", integer, unused), unused);
    }
}
