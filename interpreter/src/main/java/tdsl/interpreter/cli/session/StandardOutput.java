package tdsl.interpreter.cli.session;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/// The standard output stream, unbuffered: a script writes a line at once, and it should be seen at once.
///
/// `System.out` goes on silently when nobody reads its output any more; here the process ends, as other programs do.
public final class StandardOutput extends OutputStream {
    /// What shells report for a program whose reader went away.
    private static final int BROKEN_PIPE = 141;
    private static final int FAILED = 1;

    private final FileOutputStream file = new FileOutputStream(FileDescriptor.out);

    @Override
    public void write(int oneByte) {
        write(new byte[] {(byte) oneByte}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        try {
            file.write(bytes, offset, length);
        } catch (IOException e) {
            leave(e);
        }
    }

    /// Halts, since an orderly exit would wait for the very script that is writing.
    private static void leave(IOException reason) {
        if ("Broken pipe".equals(reason.getMessage())) {
            Runtime.getRuntime().halt(BROKEN_PIPE);
        }
        System.err.println("tdsl: cannot write to standard output: " + reason.getMessage());
        Runtime.getRuntime().halt(FAILED);
    }
}
