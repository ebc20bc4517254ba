package tdsl.tensor.cpu.linalg;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// For which processor OpenBLAS takes its code. It knows the models by number, and one that is newer than the library
/// gets the code for AVX2 that all have, at half the speed of that for AVX-512 or less (measured on an EPYC of the
/// family 26: 115 against 210 GFLOP/s a core). So where AMD's processor has AVX-512, its code is asked for.
///
/// The library reads the choice from the environment when it is loaded. A variable that the user set counts.
final class CoreChoice {
    private static final String VARIABLE = "OPENBLAS_CORETYPE";
    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

    private CoreChoice() {}

    /// Loads the library by `load` with the choice made.
    static void whileLoading(Runnable load) {
        Optional<String> core = System.getenv(VARIABLE) == null ? core() : Optional.empty();
        core.ifPresentOrElse(name -> withVariable(name, load), load);
    }

    private static Optional<String> core() {
        if (!Files.isReadable(PROCESSORS)) {
            return Optional.empty();
        }
        try {
            return ofDescription(Files.readAllLines(PROCESSORS));
        } catch (IOException _) {
            // Then the library decides, as it does on systems without this file.
            return Optional.empty();
        }
    }

    /// The code to ask for.
    ///
    /// @param lines as in Linux's `/proc/cpuinfo`
    /// @return empty to leave the choice to the library
    static Optional<String> ofDescription(List<String> lines) {
        List<String> flags = Arrays.asList(value(lines, "flags").split(" "));
        boolean hasVectors = flags.containsAll(List.of("avx512f", "avx512dq", "avx512bw", "avx512vl", "avx512cd"));
        if (!hasVectors || !value(lines, "vendor_id").equals("AuthenticAMD")) {
            return Optional.empty();
        }
        return Optional.of(flags.contains("avx512_bf16") ? "Cooperlake" : "SkylakeX");
    }

    private static String value(List<String> lines, String key) {
        return lines.stream()
                .filter(line -> line.startsWith(key + "\t") || line.startsWith(key + ":"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("");
    }

    private static void withVariable(String value, Runnable load) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocateFrom(VARIABLE);
            int _ = (int) function("setenv", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_INT))
                    .invokeExact(name, arena.allocateFrom(value), 1);
            try {
                load.run();
            } finally {
                // Programs that this one starts are none of our business.
                int _ = (int) function("unsetenv", FunctionDescriptor.of(JAVA_INT, ADDRESS))
                        .invokeExact(name);
            }
        } catch (RuntimeException | Error failure) {
            throw failure;
        } catch (Throwable failure) {
            throw new IllegalStateException("cannot set " + VARIABLE, failure);
        }
    }

    @SuppressWarnings("restricted")
    private static MethodHandle function(String name, FunctionDescriptor descriptor) {
        SymbolLookup lookup = Linker.nativeLinker().defaultLookup();
        return Linker.nativeLinker().downcallHandle(lookup.findOrThrow(name), descriptor);
    }
}
