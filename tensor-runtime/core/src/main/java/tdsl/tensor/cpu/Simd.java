package tdsl.tensor.cpu;

import java.util.logging.Logger;

/// Whether kernels may use the Vector API.
public final class Simd {
    private static final Logger LOG = Logger.getLogger("tdsl.tensor.cpu");
    private static final boolean FAST = decide();

    private Simd() {}

    /// True where the module is present, which is optional. Code that names its classes must not be reached
    /// otherwise.
    public static boolean isFast() {
        return FAST;
    }

    private static boolean decide() {
        boolean present = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
        if (!present) {
            LOG.fine("reductions and copies run without SIMD: the module jdk.incubator.vector is absent");
        }
        return present;
    }
}
