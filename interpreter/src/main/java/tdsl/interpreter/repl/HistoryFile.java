package tdsl.interpreter.repl;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/// The file in which inputs outlive the session. Only its owner may read it: inputs can hold secrets.
public final class HistoryFile {
    private HistoryFile() {}

    /// The file in the home folder; empty if it cannot be kept, so that the session goes without.
    public static Optional<Path> inHome() {
        return prepare(Path.of(System.getProperty("user.home"), ".tdsl_history"));
    }

    /// Makes the file unless it exists; empty if it cannot be written.
    static Optional<Path> prepare(Path file) {
        try {
            Files.createFile(file, ownerOnly());
        } catch (FileAlreadyExistsException _) {
            // From an earlier session.
        } catch (IOException _) {
            return Optional.empty();
        }
        return Files.isRegularFile(file) && Files.isWritable(file) ? Optional.of(file) : Optional.empty();
    }

    private static FileAttribute<?>[] ownerOnly() {
        if (!FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            return new FileAttribute<?>[0];
        }
        return new FileAttribute<?>[] {
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        };
    }
}
