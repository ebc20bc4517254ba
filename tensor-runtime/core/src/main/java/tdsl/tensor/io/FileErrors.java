package tdsl.tensor.io;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.ZipException;
import tdsl.tensor.error.FileException;

/// What the readers and writers say when something is wrong with a file: its name, what, where, and what to do.
final class FileErrors {
    static final String FETCH_AGAIN = "the file is incomplete or damaged; copy or download it again";

    private FileErrors() {}

    /// @param name the file, and the entry in it if there is one
    /// @param offset counted in bytes from the start of the file or entry
    static FileException malformed(String name, long offset, String problem, String hint) {
        FileException error = new FileException("%s: %s (at byte %d)", name, problem, offset);
        error.withHint("%s", hint);
        return error;
    }

    static FileException unusable(String name, String problem, String hint) {
        FileException error = new FileException("%s: %s", name, problem);
        error.withHint("%s", hint);
        return error;
    }

    static FileException readFailed(String name, long offset, IOException failure) {
        if (failure instanceof ZipException || failure instanceof EOFException) {
            return malformed(name, offset, "the compressed data is corrupt: " + failure.getMessage(), FETCH_AGAIN);
        }
        return malformed(
                name, offset, "reading failed: " + reason(failure), "check the disk or the connection it comes from");
    }

    static FileException openFailed(Path path, IOException failure) {
        return unusable(
                path.toString(),
                failure instanceof NoSuchFileException ? "no such file" : "cannot be opened: " + reason(failure),
                "the full path is " + path.toAbsolutePath());
    }

    static FileException writeFailed(Path path, IOException failure) {
        return unusable(
                path.toString(),
                "cannot be written: " + reason(failure),
                "the full path is " + path.toAbsolutePath() + "; an older file of that name is as it was");
    }

    private static String reason(IOException failure) {
        return switch (failure) {
            case NoSuchFileException _ -> "no such directory";
            case AccessDeniedException _ -> "permission denied";
            default -> failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        };
    }
}
