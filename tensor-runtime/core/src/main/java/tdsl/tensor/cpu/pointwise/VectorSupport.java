package tdsl.tensor.cpu.pointwise;

import java.util.logging.Logger;
import tdsl.tensor.cpu.pointwise.formula.Element;
import tdsl.tensor.cpu.pointwise.formula.Formula;

/// Whether SIMD loops can be made here. The module with the Vector API is optional: without it every operation runs
/// one element at a time.
public final class VectorSupport {
    private static final Logger LOG = Logger.getLogger("tdsl.tensor.cpu");
    private static final boolean AVAILABLE = isModulePresent();

    private VectorSupport() {}

    private static boolean isModulePresent() {
        boolean present = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
        if (!present) {
            LOG.info("kernels run without SIMD: start Java with --add-modules jdk.incubator.vector");
        }
        return present;
    }

    /// Whether classes that use the Vector API may be linked.
    public static boolean isAvailable() {
        return AVAILABLE;
    }

    /// The SIMD form of `scalars`, or `scalars` itself where there can be none.
    static Loop vectorized(Loop scalars, Formula formula, Element element) {
        if (!AVAILABLE) {
            return scalars;
        }
        Lanes lanes = Lanes.of(element);
        Class<? extends Loop> template = formula.isBinary() ? VectorBinaryLoop.class : VectorUnaryLoop.class;
        return new BlockedLoop(LoopTemplates.ofLanes(template, formula, element, lanes), scalars, lanes.count());
    }
}
