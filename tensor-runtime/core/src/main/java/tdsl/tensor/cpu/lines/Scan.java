package tdsl.tensor.cpu.lines;

/// How a running result goes on with the next element.
enum Scan {
    SUM(0),
    PROD(1),
    /// log(e^a + e^b), for floating elements only.
    LOG_SUM(Double.NEGATIVE_INFINITY);

    /// The result of no elements.
    final double start;

    Scan(double start) {
        this.start = start;
    }

    double next(double total, double value) {
        return switch (this) {
            case SUM -> total + value;
            case PROD -> total * value;
            case LOG_SUM -> logSum(total, value);
        };
    }

    long next(long total, long value) {
        return this == SUM ? total + value : total * value;
    }

    private static double logSum(double a, double b) {
        double larger = Math.max(a, b);
        double smaller = Math.min(a, b);
        return Double.isInfinite(larger) ? larger : larger + Math.log1p(Math.exp(smaller - larger));
    }

    /// Replaces each element by the running result up to it.
    void alongLine(double[] line) {
        double total = start;
        for (int i = 0; i < line.length; i++) {
            total = next(total, line[i]);
            line[i] = total;
        }
    }

    void alongLine(long[] line) {
        long total = (long) start;
        for (int i = 0; i < line.length; i++) {
            total = next(total, line[i]);
            line[i] = total;
        }
    }

    /// Goes on with one element of several lines at once.
    void nextRow(double[] totals, double[] row) {
        if (this == SUM) {
            for (int i = 0; i < totals.length; i++) {
                totals[i] += row[i];
            }
            return;
        }
        for (int i = 0; i < totals.length; i++) {
            totals[i] = next(totals[i], row[i]);
        }
    }

    void nextRow(long[] totals, long[] row) {
        for (int i = 0; i < totals.length; i++) {
            totals[i] = next(totals[i], row[i]);
        }
    }
}
