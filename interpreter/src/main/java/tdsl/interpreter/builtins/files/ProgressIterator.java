package tdsl.interpreter.builtins.files;

import java.io.PrintStream;
import java.util.Iterator;
import java.util.Locale;
import java.util.OptionalLong;

/// Passes elements on and shows how far the loop over them is.
public final class ProgressIterator implements Iterator<Object> {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final long BAR_INTERVAL = NANOS_PER_SECOND / 10;
    private static final long LINE_INTERVAL = 5 * NANOS_PER_SECOND;
    private static final String CLEAR_TO_LINE_END = "\u001b[K";
    private static final int BAR_WIDTH = 30;

    /// Where progress is shown.
    ///
    /// @param isTerminal whether a line can be overwritten
    public record Output(PrintStream stream, boolean isTerminal) {}

    private final Iterator<Object> elements;
    private final String label;
    private final OptionalLong size;
    private final Output output;
    private final long start = System.nanoTime();
    private long lastShown = start;
    private long done;
    private boolean finished;

    ProgressIterator(Iterator<Object> elements, String label, OptionalLong size, Output output) {
        this.elements = elements;
        this.label = label;
        this.size = size;
        this.output = output;
    }

    @Override
    public boolean hasNext() {
        boolean more = elements.hasNext();
        if (!more && !finished) {
            finished = true;
            finish();
        }
        return more;
    }

    @Override
    public Object next() {
        long now = System.nanoTime();
        if (now - lastShown >= (output.isTerminal ? BAR_INTERVAL : LINE_INTERVAL)) {
            lastShown = now;
            show(now);
        }
        Object element = elements.next();
        done++;
        return element;
    }

    private void show(long now) {
        if (output.isTerminal) {
            output.stream.print("\r" + text(now) + CLEAR_TO_LINE_END);
            output.stream.flush();
        } else {
            output.stream.println(text(now));
        }
    }

    /// A bar is taken away, so that what the script prints next starts on an empty line.
    private void finish() {
        if (output.isTerminal && lastShown != start) {
            output.stream.print("\r" + CLEAR_TO_LINE_END);
            output.stream.flush();
        }
    }

    private String text(long now) {
        String prefix = label.isEmpty() ? "" : label + " ";
        double seconds = (now - start) / (double) NANOS_PER_SECOND;
        if (size.isEmpty()) {
            return String.format(Locale.ROOT, "%s%d, %.0f s", prefix, done, seconds);
        }
        long total = size.getAsLong();
        String bar = output.isTerminal ? bar((int) (BAR_WIDTH * done / Math.max(total, 1))) : "";
        double left = done == 0 ? 0 : seconds / done * (total - done);
        return String.format(Locale.ROOT, "%s%s%d/%d, %.0f s, %.0f s left", prefix, bar, done, total, seconds, left);
    }

    private static String bar(int filled) {
        return "━".repeat(filled) + "╌".repeat(BAR_WIDTH - filled) + " ";
    }
}
