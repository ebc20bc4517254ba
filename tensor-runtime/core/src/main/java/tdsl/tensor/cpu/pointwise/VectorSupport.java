package tdsl.tensor.cpu.pointwise;

import java.util.function.Supplier;
import java.util.logging.Logger;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import tdsl.tensor.DType;
import tdsl.tensor.cpu.pointwise.VectorLoop.VectorOperation;

/// Whether SIMD loops can be made here. The module with the Vector API is optional: without it every operation runs
/// one element at a time.
final class VectorSupport {
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

    /// The SIMD form of `scalars`, or `scalars` itself where there is none.
    ///
    /// @param operation deferred, since it links only where the module is present; null if the operation has none
    static Loop vectorized(Loop scalars, Supplier<VectorOperation> operation, DType dtype) {
        if (!AVAILABLE || operation == null) {
            return scalars;
        }
        return new BlockedLoop(LoopTemplates.define(VectorLoop.class, operation.get(), dtype), scalars, lanes(dtype));
    }

    private static int lanes(DType dtype) {
        return dtype == DType.FLOAT32
                ? FloatVector.SPECIES_PREFERRED.length()
                : DoubleVector.SPECIES_PREFERRED.length();
    }
}
