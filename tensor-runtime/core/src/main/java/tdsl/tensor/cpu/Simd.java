package tdsl.tensor.cpu;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.util.logging.Logger;

/// Whether kernels may use the Vector API.
public final class Simd {
    private static final Logger LOG = Logger.getLogger("tdsl.tensor.cpu");
    private static final boolean FAST = decide();

    private Simd() {}

    /// True where the module is present, which is optional, and the JVM compiles its calls to SIMD instructions.
    /// Code that names its classes must not be reached otherwise.
    public static boolean isFast() {
        return FAST;
    }

    private static boolean decide() {
        String reason = reasonAgainst();
        if (reason != null) {
            LOG.info("kernels run without SIMD: " + reason);
        }
        return reason == null;
    }

    private static String reasonAgainst() {
        if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
            return "start Java with --add-modules jdk.incubator.vector";
        }
        if (isCompiledByGraal()) {
            return "the Graal compiler calls the Vector API's methods, many times slower than single elements";
        }
        return null;
    }

    /// Whether the JVM compiles Java code with the compiler that came through JVMCI, as GraalVM does. Mostly that
    /// one compiles scripts alone, or there is none.
    private static boolean isCompiledByGraal() {
        if (ModuleLayer.boot().findModule("jdk.internal.vm.ci").isEmpty()) {
            return false;
        }
        var diagnostics = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        try {
            return Boolean.parseBoolean(
                    diagnostics.getVMOption("UseJVMCICompiler").getValue());
        } catch (IllegalArgumentException _) {
            // The option exists only where JVMCI is enabled.
            return false;
        }
    }
}
