package tdsl.tensor.cpu.pointwise.simd;

import tdsl.tensor.DType;
import tdsl.tensor.cpu.Simd;
import tdsl.tensor.cpu.pointwise.Loop;
import tdsl.tensor.cpu.pointwise.LoopTemplates;
import tdsl.tensor.cpu.pointwise.bytecode.Element;
import tdsl.tensor.formula.Formula;
import tdsl.tensor.formula.LimitedFormula;

/// Makes loops with SIMD instructions, where that is possible; else every operation runs one element at a time.
public final class VectorSupport {
    private VectorSupport() {}

    /// The SIMD form of `scalars`, or `scalars` itself where there is none.
    ///
    /// @param element in which the formula is computed; DOUBLE for f32 means by widening it
    public static Loop vectorized(Loop scalars, Formula whole, Element element, DType dtype) {
        double limit = whole instanceof LimitedFormula limited ? limited.limit() : Double.POSITIVE_INFINITY;
        Formula formula = whole instanceof LimitedFormula limited ? limited.inside() : whole;
        if (!Simd.isFast() || !formula.hasLanes()) {
            return scalars;
        }
        Lanes lanes = Lanes.of(element).upTo(limit, scalars);
        boolean widens = element == Element.DOUBLE && dtype == DType.FLOAT32;
        if (!lanes.haveAsMany(formula.isQuestion() ? 1 : widens ? Float.BYTES : 8)) {
            return scalars;
        }
        Loop vectors = LoopTemplates.ofLanes(template(formula, widens), formula, element, lanes);
        return new BlockedLoop(vectors, scalars, lanes.count());
    }

    private static Class<? extends Loop> template(Formula formula, boolean widens) {
        if (formula.isQuestion()) {
            return VectorComparisonLoop.class;
        }
        if (widens) {
            return formula.isBinary() ? VectorWideBinaryLoop.class : VectorWideUnaryLoop.class;
        }
        return formula.isBinary() ? VectorBinaryLoop.class : VectorUnaryLoop.class;
    }

    /// The SIMD form of a selection among elements of this size, or `scalars` itself where there is none.
    public static Loop selection(Loop scalars, int elementBytes) {
        if (!Simd.isFast()) {
            return scalars;
        }
        Lanes lanes = Lanes.of(
                switch (elementBytes) {
                    case Long.BYTES -> Element.LONG;
                    case Integer.BYTES -> Element.INT;
                    case Short.BYTES -> Element.SHORT;
                    default -> Element.BYTE;
                });
        if (!lanes.haveAsMany(1)) {
            return scalars;
        }
        return new BlockedLoop(LoopTemplates.define(VectorSelectLoop.class, lanes), scalars, lanes.count());
    }
}
