package tdsl.interpreter.cli;

import picocli.CommandLine.TypeConversionException;

/// How many threads there shall be, at least 1.
record ThreadCount(int count) {
    static ThreadCount parse(String text) {
        if (!text.matches("[1-9]\\d{0,3}")) {
            throw new TypeConversionException("'" + text + "' is not a number of threads");
        }
        return new ThreadCount(Integer.parseInt(text));
    }

    @Override
    public String toString() {
        return Integer.toString(count);
    }
}
