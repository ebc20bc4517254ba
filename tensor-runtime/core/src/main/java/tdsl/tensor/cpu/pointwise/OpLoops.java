package tdsl.tensor.cpu.pointwise;

import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleUnaryOperator;
import tdsl.tensor.DType;
import tdsl.tensor.cpu.pointwise.formula.Element;
import tdsl.tensor.cpu.pointwise.formula.Formula;
import tdsl.tensor.dispatch.Op;
import tdsl.tensor.dispatch.TypeRule;

/// The loops of one pointwise op, made when they are first needed. There is one set per op, which its own
/// kernel and fused programs share.
public final class OpLoops {
    private static final Map<String, OpLoops> BY_OP = new ConcurrentHashMap<>();

    private final String definition;
    private final TypeRule rule;
    /// By dtype and placement.
    private final Loop[][] loops = new Loop[DType.values().length][Placement.values().length];

    /// Where the operands of a loop live. Loops for these are compiled apart, since one that has seen both
    /// kinds of segment is several times slower.
    public enum Placement {
        HEAP,
        NATIVE,
        MIXED;

        static Placement of(MemorySegment[] segments) {
            int nativeCount = 0;
            for (MemorySegment segment : segments) {
                nativeCount += segment.isNative() ? 1 : 0;
            }
            return nativeCount == 0 ? HEAP : nativeCount == segments.length ? NATIVE : MIXED;
        }
    }

    private OpLoops(String definition, TypeRule rule) {
        this.definition = definition;
        this.rule = rule;
    }

    /// Whether there are loops for this op, a pointwise one or the in-place variant of one.
    static boolean exist(Op op) {
        return op.pointwise().isPresent() && (isSelection(op) || PointwiseTable.find(definitionOf(op)) != null);
    }

    /// @param op for which they {@link #exist}
    public static OpLoops of(Op op) {
        return BY_OP.computeIfAbsent(
                definitionOf(op), name -> new OpLoops(name, op.pointwise().orElseThrow()));
    }

    /// Whether the op chooses between its operands, the first being a bool.
    static boolean isSelection(Op op) {
        return definitionOf(op).equals("where");
    }

    private static String definitionOf(Op op) {
        return op.inPlaceBase().orElse(op).name();
    }

    /// @param dtype in which the op computes, see {@link TypeRule#compute}. Of f16 and bf16 only
    ///     selections have loops: all else is computed in f32, see {@link WidenedLoop}.
    public Loop get(DType dtype, Placement placement) {
        Loop loop = loops[dtype.ordinal()][placement.ordinal()];
        if (loop == null) {
            loop = make(dtype);
            loops[dtype.ordinal()][placement.ordinal()] = loop;
        }
        return loop;
    }

    private Loop make(DType dtype) {
        if (definition.equals("where")) {
            return new SelectLoop(dtype);
        }
        if (dtype.arithmetic() != dtype) {
            throw new IllegalArgumentException(definition + " has no loop of " + dtype);
        }
        PointwiseTable.Definition math = PointwiseTable.find(definition);
        if (!dtype.isFloating()) {
            return LoopTemplates.define(
                    rule == TypeRule.COMPARISON ? IntegerComparisonLoop.class : IntegerLoop.class,
                    math.integer(),
                    dtype);
        }
        if (rule == TypeRule.COMPARISON) {
            return LoopTemplates.define(RealComparisonLoop.class, math.real(), dtype);
        }
        return realLoop(math, dtype);
    }

    private static Loop realLoop(PointwiseTable.Definition math, DType dtype) {
        if (math.dual() == null) {
            boolean unary = math.real() instanceof DoubleUnaryOperator;
            return LoopTemplates.define(unary ? RealUnaryLoop.class : RealBinaryLoop.class, math.real(), dtype);
        }
        boolean isSingle = dtype == DType.FLOAT32 && math.single() != null;
        Formula formula = isSingle ? math.single() : math.dual();
        Element element = isSingle ? Element.FLOAT : Element.DOUBLE;
        Loop scalars = LoopTemplates.ofScalars(RealLoop.class, formula, element, dtype);
        return VectorSupport.vectorized(scalars, formula, element);
    }
}
