package tdsl.interpreter.repl;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/// Words things in a line.
public final class Summaries {
    private static final String[] BYTE_UNITS = {"B", "KiB", "MiB", "GiB", "TiB"};

    private Summaries() {}

    /// The first line of a text, cut to a width.
    static String line(String text, int width) {
        String first = text.lines().findFirst().orElse("");
        boolean whole = first.length() == text.length() && first.length() <= width;
        return whole ? first : first.substring(0, Math.min(first.length(), width - 1)) + "…";
    }

    /// A text with its lines filled up to a width; empty lines and indented ones stay apart.
    public static String wrap(String text, int width) {
        StringBuilder wrapped = new StringBuilder();
        int column = 0;
        for (String line : text.lines().toList()) {
            boolean apart = line.isBlank() || line.startsWith(" ");
            if (column > 0 && apart) {
                wrapped.append(System.lineSeparator());
                column = 0;
            }
            for (String word : apart ? List.of(line.stripTrailing()) : List.of(line.split(" +"))) {
                if (column > 0) {
                    boolean fits = column + 1 + word.length() < width;
                    wrapped.append(fits ? " " : System.lineSeparator());
                    column = fits ? column + 1 : 0;
                }
                wrapped.append(word);
                column += word.length();
            }
            if (apart) {
                wrapped.append(System.lineSeparator());
                column = 0;
            }
        }
        return wrapped.toString().stripTrailing();
    }

    static String duration(Duration duration) {
        double seconds = duration.toNanos() / 1e9;
        if (seconds < 1e-3) {
            return String.format(Locale.ROOT, "%.1f µs", seconds * 1e6);
        }
        return seconds < 1
                ? String.format(Locale.ROOT, "%.1f ms", seconds * 1e3)
                : String.format(Locale.ROOT, "%.2f s", seconds);
    }

    static String bytes(long count) {
        double amount = count;
        int unit = 0;
        while (amount >= 1024 && unit < BYTE_UNITS.length - 1) {
            amount /= 1024;
            unit++;
        }
        return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", amount, BYTE_UNITS[unit]);
    }
}
