package tdsl.tensor.cuda.ptx;

import tdsl.tensor.DType;

/// Writes how elements are read from memory and written to it.
final class ElementAccessWriter {
    private ElementAccessWriter() {}

    /// An element as a register of its carrier.
    static String load(PtxBody body, DType dtype, String address) {
        return switch (dtype) {
            case FLOAT32 -> body.make("%f", "ld.global.f32", "[" + address + "]");
            case FLOAT64 -> body.make("%d", "ld.global.f64", "[" + address + "]");
            case FLOAT16, BFLOAT16 ->
                Conversions.fromHalf(body, body.make("%h", "ld.global.b16", "[" + address + "]"), dtype);
            case BOOL, UINT8 -> body.make("%l", "ld.global.u8", "[" + address + "]");
            case INT8 -> body.make("%l", "ld.global.s8", "[" + address + "]");
            case INT16 -> body.make("%l", "ld.global.s16", "[" + address + "]");
            case INT32 -> body.make("%l", "ld.global.s32", "[" + address + "]");
            case INT64 -> body.make("%l", "ld.global.s64", "[" + address + "]");
        };
    }

    static void store(PtxBody body, DType dtype, String address, String value) {
        switch (dtype) {
            case FLOAT32 -> body.add("st.global.f32 [%s], %s", address, value);
            case FLOAT64 -> body.add("st.global.f64 [%s], %s", address, value);
            case FLOAT16, BFLOAT16 ->
                body.add("st.global.b16 [%s], %s", address, Conversions.toHalf(body, value, dtype));
            case BOOL, UINT8, INT8 -> body.add("st.global.u8 [%s], %s", address, value);
            case INT16 -> body.add("st.global.u16 [%s], %s", address, value);
            case INT32 -> body.add("st.global.u32 [%s], %s", address, value);
            case INT64 -> body.add("st.global.u64 [%s], %s", address, value);
        }
    }

    /// Adjacent elements, as many as there are values, at an address that is a multiple of their size together, or of
    /// 16
    /// if that is less.
    static String[] loadVector(PtxBody body, DType dtype, String address, int count) {
        String[] values = new String[count];
        int perAccess = perAccess(dtype, count);
        for (int first = 0; first < count; first += perAccess) {
            String[] parts = new String[perAccess];
            for (int i = 0; i < perAccess; i++) {
                parts[i] = body.register(memoryPrefix(dtype));
            }
            body.add(
                    "ld.global.v%d.%s {%s}, [%s+%d]",
                    perAccess, memoryType(dtype), String.join(", ", parts), address, first * dtype.byteSize());
            for (int i = 0; i < perAccess; i++) {
                values[first + i] = carried(body, dtype, parts[i]);
            }
        }
        return values;
    }

    static void storeVector(PtxBody body, DType dtype, String address, String[] values) {
        int perAccess = perAccess(dtype, values.length);
        for (int first = 0; first < values.length; first += perAccess) {
            String[] parts = new String[perAccess];
            for (int i = 0; i < perAccess; i++) {
                parts[i] = inMemory(body, dtype, values[first + i]);
            }
            body.add(
                    "st.global.v%d.%s [%s+%d], {%s}",
                    perAccess, memoryType(dtype), address, first * dtype.byteSize(), String.join(", ", parts));
        }
    }

    /// At most 16 bytes and 4 elements.
    private static int perAccess(DType dtype, int count) {
        return Math.min(count, Math.min(4, 16 / dtype.byteSize()));
    }

    private static String memoryType(DType dtype) {
        return switch (dtype) {
            case FLOAT32 -> "f32";
            case FLOAT64 -> "f64";
            case FLOAT16, BFLOAT16, INT16 -> "b16";
            case BOOL, UINT8, INT8 -> "u8";
            case INT32 -> "b32";
            case INT64 -> "b64";
        };
    }

    private static String memoryPrefix(DType dtype) {
        return switch (dtype) {
            case FLOAT32 -> "%f";
            case FLOAT64 -> "%d";
            case FLOAT16, BFLOAT16, INT16, BOOL, UINT8, INT8 -> "%h";
            case INT32 -> "%r";
            case INT64 -> "%l";
        };
    }

    private static String carried(PtxBody body, DType dtype, String part) {
        return switch (dtype) {
            case FLOAT32, FLOAT64, INT64 -> part;
            case FLOAT16, BFLOAT16 -> Conversions.fromHalf(body, part, dtype);
            case BOOL, UINT8 -> body.make("%l", "cvt.u64.u8", part);
            case INT8 -> body.make("%l", "cvt.s64.s8", part);
            case INT16 -> body.make("%l", "cvt.s64.s16", part);
            case INT32 -> body.make("%l", "cvt.s64.s32", part);
        };
    }

    private static String inMemory(PtxBody body, DType dtype, String value) {
        return switch (dtype) {
            case FLOAT32, FLOAT64, INT64 -> value;
            case FLOAT16, BFLOAT16 -> Conversions.toHalf(body, value, dtype);
            case BOOL, UINT8, INT8, INT16 -> body.make("%h", "cvt.u16.u64", value);
            case INT32 -> body.make("%r", "cvt.u32.u64", value);
        };
    }
}
