package tdsl.tensor.cpu;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.util.logging.Logger;

/// Whether kernels may use the Vector API.
public final class Simd {
    private static final Logger LOG = Logger.getLogger("tdsl.tensor.cpu");
    private static final String MODULE = "jdk.incubator.vector";
    private static final boolean FAST = decide();

    private Simd() {}

    /// True where the module is present, which is optional, and the JVM compiles its calls to SIMD instructions.
    /// Code that names its classes must not be reached otherwise. Never with -Dtdsl.simd=false.
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
        if (System.getProperty("tdsl.simd", "true").equals("false")) {
            return "tdsl.simd is false";
        }
        if (ModuleLayer.boot().findModule(MODULE).isEmpty() && !loadModule()) {
            return "start Java with --add-modules " + MODULE;
        }
        if (isCompiledByGraal()) {
            return "the Graal compiler calls the Vector API's methods, many times slower than single elements";
        }
        return null;
    }

    /// Loads the module of the Vector API into the running JVM, where `--add-exports
    /// java.base/jdk.internal.module=tdsl.tensor` opens the way. A JVM that has it from the start warns of it, and
    /// does not start from an archived module graph.
    private static boolean loadModule() {
        try {
            Class<?> modules = Class.forName("jdk.internal.module.Modules");
            Module loaded =
                    (Module) modules.getMethod("loadModule", String.class).invoke(null, MODULE);
            Simd.class.getModule().addReads(loaded);
            return true;
        } catch (ReflectiveOperationException _) {
            return false;
        }
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
