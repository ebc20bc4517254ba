package tdsl.interpreter.repl;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryFileTest {
    @TempDir
    Path folder;

    @Test
    void newFileIsForItsOwnerAlone() throws IOException {
        Path file = HistoryFile.prepare(folder.resolve("history")).orElseThrow();
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    }

    @Test
    void earlierHistoryStays() throws IOException {
        Path file = Files.writeString(folder.resolve("history"), "earlier\n");
        assertEquals(Optional.of(file), HistoryFile.prepare(file));
        assertEquals("earlier\n", Files.readString(file));
    }

    @Test
    void earlierHistoryIsClosedToOthers() throws IOException {
        Path file = Files.writeString(folder.resolve("history"), "earlier\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-r--"));
        HistoryFile.prepare(file);
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    }

    @Test
    void placeThatCannotHoldAFileIsDoneWithout() throws IOException {
        assertEquals(
                Optional.empty(), HistoryFile.prepare(folder.resolve("missing").resolve("history")));
        assertEquals(Optional.empty(), HistoryFile.prepare(Files.createDirectory(folder.resolve("folder"))));
    }
}
