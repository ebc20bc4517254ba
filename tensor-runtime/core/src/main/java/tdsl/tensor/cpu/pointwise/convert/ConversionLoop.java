package tdsl.tensor.cpu.pointwise.convert;

import static tdsl.tensor.ElementAccess.integerAt;
import static tdsl.tensor.ElementAccess.putInteger;
import static tdsl.tensor.ElementAccess.putReal;
import static tdsl.tensor.ElementAccess.realAt;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import tdsl.tensor.DType;
import tdsl.tensor.cpu.pointwise.Loop;
import tdsl.tensor.cpu.pointwise.LoopTemplates;

/// Template: elements of one dtype to another, or to the same.
final class ConversionLoop implements Loop {
    private static final DTypes PAIR = LoopTemplates.data(MethodHandles.lookup(), DTypes.class);
    private static final DType FROM = PAIR.from();
    private static final DType TO = PAIR.to();

    /// What is converted to what.
    record DTypes(DType from, DType to) {}

    @Override
    public void run(MemorySegment[] segments, long[] positions, long[] strides, long count) {
        MemorySegment out = segments[0];
        MemorySegment in = segments[1];
        long outAt = positions[0];
        long inAt = positions[1];
        long outStep = strides[0];
        long inStep = strides[1];
        if (FROM == TO && outStep == 1 && inStep == 1) {
            int bytes = TO.byteSize();
            MemorySegment.copy(in, inAt * bytes, out, outAt * bytes, count * bytes);
        } else if (FROM.isFloating()) {
            for (long i = 0; i < count; i++) {
                putReal(out, TO, outAt + i * outStep, realAt(in, FROM, inAt + i * inStep));
            }
        } else {
            for (long i = 0; i < count; i++) {
                putInteger(out, TO, outAt + i * outStep, integerAt(in, FROM, inAt + i * inStep));
            }
        }
    }
}
