package tdsl.tensor.cpu.pointwise.convert;

import java.lang.foreign.MemorySegment;
import tdsl.tensor.DType;
import tdsl.tensor.cpu.Simd;
import tdsl.tensor.cpu.StridedLoop;
import tdsl.tensor.cpu.pointwise.Loop;
import tdsl.tensor.cpu.pointwise.LoopTemplates;

/// Loops that convert elements from one dtype to another, one for each pair and for each place where they may
/// lie.
public final class Conversion {
    private static final int COUNT = DType.values().length;
    /// By source, target, and which of the two are native: a loop that has seen both kinds of segment is
    /// slower.
    private static final Loop[][][] LOOPS = new Loop[COUNT][COUNT][4];

    private Conversion() {}

    /// Converts from the second operand of a strided loop to the first.
    public static StridedLoop.Inner between(MemorySegment target, DType to, MemorySegment source, DType from) {
        Loop loop = loop(target, to, source, from);
        MemorySegment[] segments = {target, source};
        return (positions, strides, count) -> loop.run(segments, positions, strides, count);
    }

    /// The loop from `source`, its second operand, to `target`.
    public static Loop loop(MemorySegment target, DType to, MemorySegment source, DType from) {
        return loop(to, target.isNative(), from, source.isNative());
    }

    /// The loop from one dtype to another, or to the same.
    public static Loop loop(DType to, boolean targetIsNative, DType from, boolean sourceIsNative) {
        int placement = (targetIsNative ? 2 : 0) + (sourceIsNative ? 1 : 0);
        Loop[] loops = LOOPS[from.ordinal()][to.ordinal()];
        if (loops[placement] == null) {
            loops[placement] = make(new ConversionLoop.DTypes(from, to));
        }
        return loops[placement];
    }

    private static Loop make(ConversionLoop.DTypes pair) {
        Loop scalars = LoopTemplates.define(ConversionLoop.class, pair);
        boolean converts = pair.from() != pair.to();
        if (!converts || !Simd.isFast() || !ConversionLanes.exist(pair.from(), pair.to())) {
            return scalars;
        }
        Loop vectors = LoopTemplates.define(VectorConversionLoop.class, pair);
        int lanes = ConversionLanes.count(pair.from(), pair.to());
        return (segments, positions, strides, count) -> {
            boolean contiguous = strides[0] == 1 && strides[1] == 1 && count >= lanes;
            (contiguous ? vectors : scalars).run(segments, positions, strides, count);
        };
    }
}
