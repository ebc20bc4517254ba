package tdsl.tensor.cuda.driver;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Files;
import java.nio.file.Path;
import jcuda.driver.JCudaDriver;

/// Finds NVIDIA's driver and loads JCuda's half in native code.
final class DriverLibrary {
    private static final String DRIVER = "libcuda.so.1";

    private DriverLibrary() {}

    /// @return the functions of the driver, for calls that do not go through JCuda
    /// @throws UnavailableException for the reason why there is no driver to use
    static SymbolLookup load() throws UnavailableException {
        SymbolLookup functions = findDriver();
        String library = libraryName();
        Path folder;
        try {
            folder = extract(library);
        } catch (IOException e) {
            throw new UnavailableException("JCuda's native library cannot be unpacked: " + e.getMessage());
        }
        initialize(folder);
        return functions;
    }

    @SuppressWarnings("restricted")
    private static SymbolLookup findDriver() throws UnavailableException {
        try {
            return SymbolLookup.libraryLookup(DRIVER, Arena.global());
        } catch (IllegalArgumentException _) {
            throw new UnavailableException("no NVIDIA driver: %s was not found".formatted(DRIVER));
        }
    }

    /// As JCuda names it on this platform.
    private static String libraryName() throws UnavailableException {
        String system = System.getProperty("os.name");
        String processor = System.getProperty("os.arch");
        if (!system.equals("Linux") || !processor.equals("amd64")) {
            throw new UnavailableException("no native part of JCuda for %s on %s: there is one for Linux on amd64"
                    .formatted(system, processor));
        }
        return "libJCudaDriver-12.6.0-linux-x86_64.so";
    }

    private static Path extract(String library) throws IOException, UnavailableException {
        try (InputStream stream = DriverLibrary.class.getClassLoader().getResourceAsStream("lib/" + library)) {
            if (stream == null) {
                throw new UnavailableException("JCuda's native library is missing: jcuda-natives is not on the path");
            }
            // In a folder of its own, which only this user can write.
            Path folder = Files.createTempDirectory("tdsl-cuda");
            Path file = folder.resolve(library);
            Files.copy(stream, file);
            folder.toFile().deleteOnExit();
            file.toFile().deleteOnExit();
            return folder;
        }
    }

    /// JCuda looks for its library among the resources of its own module, where it is not, and then takes the file of
    /// that name in the folder for temporary files if there is one.
    private static void initialize(Path folder) throws UnavailableException {
        String temporary = System.setProperty("java.io.tmpdir", folder.toString());
        try {
            JCudaDriver.setExceptionsEnabled(false);
        } catch (LinkageError e) {
            throw new UnavailableException("JCuda's native library cannot be loaded: " + firstLine(e));
        } finally {
            System.setProperty("java.io.tmpdir", temporary);
        }
    }

    private static String firstLine(LinkageError error) {
        return String.valueOf(error.getMessage()).lines().findFirst().orElse("");
    }

    /// Why there is no driver.
    static final class UnavailableException extends Exception {
        private static final long serialVersionUID = 1L;

        UnavailableException(String reason) {
            super(reason);
        }
    }
}
