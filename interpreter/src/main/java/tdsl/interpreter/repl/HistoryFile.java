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
    private static final String OWNER_ONLY = "rw-------";

    private HistoryFile() {}

    /// The file in the home folder; empty if it cannot be kept, so that the session goes without.
    public static Optional<Path> inHome() {
        String home = System.getenv("HOME");
        // Java asks the system's list of users, which knows nothing of a home that was set for this process.
        boolean isSet = home != null && !home.isEmpty();
        return prepare(Path.of(isSet ? home : System.getProperty("user.home"), ".tdsl_history"));
    }

    /// Makes the file unless it exists; empty if it cannot be written.
    static Optional<Path> prepare(Path file) {
        try {
            Files.createFile(file, ownerOnly());
        } catch (FileAlreadyExistsException _) {
            closeToOthers(file);
        } catch (IOException _) {
            return Optional.empty();
        }
        return Files.isRegularFile(file) && Files.isWritable(file) ? Optional.of(file) : Optional.empty();
    }

    /// A file from elsewhere may be open to all.
    private static void closeToOthers(Path file) {
        try {
            if (isPosix() && Files.isRegularFile(file)) {
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(OWNER_ONLY));
            }
        } catch (IOException _) {
            // It belongs to someone else, who decides who reads it.
        }
    }

    private static FileAttribute<?>[] ownerOnly() {
        return isPosix()
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNER_ONLY))
                }
                : new FileAttribute<?>[0];
    }

    private static boolean isPosix() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    }
}
