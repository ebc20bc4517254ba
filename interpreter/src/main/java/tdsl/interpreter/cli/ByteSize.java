package tdsl.interpreter.cli;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.TypeConversionException;

/// A number of bytes, written as `500M`; the units are powers of 1024.
record ByteSize(long bytes) {
    private static final String UNITS = "KMGT";
    private static final Pattern SIZE = Pattern.compile("(\\d+(?:\\.\\d+)?)([kKmMgGtT]?)");

    static ByteSize parse(String text) {
        Matcher size = SIZE.matcher(text);
        if (!size.matches()) {
            throw new TypeConversionException("'" + text + "' is not a size such as 500M");
        }
        String unit = size.group(2).toUpperCase(Locale.ROOT);
        int power = unit.isEmpty() ? 0 : UNITS.indexOf(unit) + 1;
        return new ByteSize((long) Math.scalb(Double.parseDouble(size.group(1)), 10 * power));
    }
}
