package tdsl.tensor.cuda.ptx;

/// Finds elements by strides: the number of an element is divided by the sizes of the axes, the innermost first.
final class StridedPlaces {
    private final PtxBody body;
    private final boolean small;
    private final String[] sizes;
    /// By operand and axis; null for operands without elements.
    private final String[][] strides;

    /// Reads sizes and strides from the parameters.
    ///
    /// @param small    whether all numbers are below 2^31
    /// @param operands which operands have elements
    StridedPlaces(PtxBody body, Parameters parameters, boolean small, int rank, boolean[] operands) {
        this.body = body;
        this.small = small;
        sizes = registers(parameters, rank);
        strides = new String[operands.length][];
        for (int i = 0; i < operands.length; i++) {
            strides[i] = operands[i] ? registers(parameters, rank) : null;
        }
    }

    private String[] registers(Parameters parameters, int count) {
        String[] registers = new String[count];
        for (int i = 0; i < count; i++) {
            registers[i] = parameters.next(prefix(), small ? "u32" : "u64");
        }
        return registers;
    }

    private String prefix() {
        return small ? "%r" : "%l";
    }

    /// How many elements after the first of each operand the one with this number lies.
    String[] of(String index) {
        String width = small ? "32" : "64";
        String[] places = new String[strides.length];
        String rest = small ? body.make("%r", "cvt.u32.u64", index) : index;
        for (int axis = sizes.length - 1; axis >= 0; axis--) {
            String position = rest;
            if (axis > 0) {
                rest = body.make(prefix(), "div.u" + width, position, sizes[axis]);
                String whole = body.make(prefix(), "mul.lo.u" + width, rest, sizes[axis]);
                position = body.make(prefix(), "sub.u" + width, position, whole);
            }
            for (int i = 0; i < places.length; i++) {
                if (strides[i] != null) {
                    places[i] = moved(places[i], position, strides[i][axis]);
                }
            }
        }
        return places;
    }

    private String moved(String place, String position, String stride) {
        if (place == null) {
            return body.make("%l", small ? "mul.wide.s32" : "mul.lo.s64", position, stride);
        }
        return body.make("%l", small ? "mad.wide.s32" : "mad.lo.s64", position, stride, place);
    }
}
