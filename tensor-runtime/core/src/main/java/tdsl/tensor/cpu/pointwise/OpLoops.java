package tdsl.tensor.cpu.pointwise;

import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tdsl.tensor.DType;
import tdsl.tensor.cpu.pointwise.bytecode.Element;
import tdsl.tensor.cpu.pointwise.simd.VectorSupport;
import tdsl.tensor.dispatch.Op;
import tdsl.tensor.dispatch.OperandTypes;
import tdsl.tensor.formula.Formula;
import tdsl.tensor.formula.math.PointwiseTable;

/// The loops of one pointwise op, made when they are first needed. There is one set per op, which its own
/// kernel and fused programs share.
public final class OpLoops {
    private static final Map<String, OpLoops> BY_OP = new ConcurrentHashMap<>();

    private final String definition;
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

    private OpLoops(String definition) {
        this.definition = definition;
    }

    /// Whether there are loops for this op, a pointwise one or the in-place variant of one.
    static boolean exist(Op op) {
        return op.pointwise().isPresent()
                && (OperandTypes.isSelection(op) || PointwiseTable.find(definitionOf(op)) != null);
    }

    /// @param op for which they {@link #exist}
    public static OpLoops of(Op op) {
        return BY_OP.computeIfAbsent(definitionOf(op), OpLoops::new);
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
            return VectorSupport.selection(new SelectLoop(dtype), dtype.byteSize());
        }
        if (dtype.arithmetic() != dtype) {
            throw new IllegalArgumentException(definition + " has no loop of " + dtype);
        }
        PointwiseTable.Definition math = PointwiseTable.find(definition);
        return dtype.isFloating() ? realLoop(math, dtype) : integerLoop(math.integer(), dtype);
    }

    private Loop realLoop(PointwiseTable.Definition math, DType dtype) {
        boolean isSingle = dtype == DType.FLOAT32;
        boolean widens = isSingle && math.single() == null;
        Formula formula = widens ? math.wide() : isSingle ? math.single() : math.dual();
        Element element = isSingle && !widens ? Element.FLOAT : Element.DOUBLE;
        Class<? extends Loop> template = formula.isQuestion() ? RealComparisonLoop.class : RealLoop.class;
        Loop scalars = LoopTemplates.ofScalars(template, formula, element, dtype);
        return VectorSupport.vectorized(scalars, formula, element, dtype);
    }

    private Loop integerLoop(Formula formula, DType dtype) {
        Class<? extends Loop> template = formula.isQuestion() ? IntegerComparisonLoop.class : IntegerLoop.class;
        Loop scalars = LoopTemplates.ofScalars(template, formula, Element.LONG, dtype);
        boolean mayLeaveBool = dtype == DType.BOOL && !formula.isQuestion();
        Formula ofLanes = mayLeaveBool ? formula.atMostOne() : formula;
        return VectorSupport.vectorized(scalars, ofLanes, laneOf(dtype), dtype);
    }

    private static Element laneOf(DType dtype) {
        return switch (dtype) {
            case INT64 -> Element.LONG;
            case INT32 -> Element.INT;
            case INT16 -> Element.SHORT;
            case INT8 -> Element.BYTE;
            case UINT8, BOOL -> Element.UNSIGNED_BYTE;
            default -> throw new IllegalArgumentException(dtype + " is not integral");
        };
    }
}
