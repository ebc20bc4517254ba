package tdsl.interpreter.cli.session;

import java.io.PrintStream;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/// The standard error stream, taken back from the launcher.
///
/// The JVM warns of the Vector API's incubator module before any Java code runs, and no option stops it. The launcher
/// therefore starts the JVM with a filter as its standard error, and leaves the true one at the file descriptor that
/// the
/// property `tdsl.stderr` names. Taking it back needs the native linker, whose first use takes as long as a tenth of
/// the
/// whole start, so it happens beside the rest.
public final class StandardError {
    private static final int STANDARD_ERROR = 2;

    private final Thread restoring;

    private StandardError(Thread restoring) {
        this.restoring = restoring;
    }

    /// Begins to take the stream back.
    public static StandardError restore() {
        Integer saved = Integer.getInteger("tdsl.stderr");
        return new StandardError(
                saved == null ? null : Thread.ofPlatform().name("stderr").start(() -> takeBack(saved)));
    }

    /// The stream, once it is the true one.
    public PrintStream stream() {
        try {
            if (restoring != null) {
                restoring.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return System.err;
    }

    /// On failure all still works: what is written goes through the filter.
    private static void takeBack(int saved) {
        FunctionDescriptor twoNumbers =
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
        FunctionDescriptor oneNumber = FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
        try {
            int _ = (int) function("dup2", twoNumbers).invokeExact(saved, STANDARD_ERROR);
            int _ = (int) function("close", oneNumber).invokeExact(saved);
        } catch (Throwable e) {
            System.err.println("tdsl: standard error stays filtered: " + e);
        }
    }

    @SuppressWarnings("restricted") // the launcher grants this module native access
    private static MethodHandle function(String name, FunctionDescriptor type) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), type);
    }
}
