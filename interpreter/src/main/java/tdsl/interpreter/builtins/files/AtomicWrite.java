package tdsl.interpreter.builtins.files;

import com.oracle.truffle.api.TruffleFile;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.StandardCopyOption;

/// Replaces a file as a whole: until the new contents are complete, the old ones stay.
final class AtomicWrite {
    private AtomicWrite() {}

    /// Writes the contents of a file.
    @FunctionalInterface
    interface Contents {
        void writeTo(OutputStream stream) throws IOException;
    }

    static void replace(TruffleFile file, Contents contents) throws IOException {
        TruffleFile partial = file.resolveSibling(
                file.getName() + ".partial-" + ProcessHandle.current().pid());
        try {
            try (OutputStream stream = new BufferedOutputStream(partial.newOutputStream())) {
                contents.writeTo(stream);
            }
            partial.move(file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException | RuntimeException failure) {
            deleteIfPresent(partial, failure);
            throw failure;
        }
    }

    private static void deleteIfPresent(TruffleFile partial, Exception failure) {
        try {
            if (partial.exists()) {
                partial.delete();
            }
        } catch (IOException | SecurityException leftover) {
            failure.addSuppressed(leftover);
        }
    }
}
