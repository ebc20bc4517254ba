package tdsl.tensor.dispatch;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/// How often ops were called, and how long they took: by the clock on the wall, on the thread that calls them. On a
/// device that computes while the program goes on, that is the time of the call, not of the computation.
public final class Profile {
    private static final double NANOS_PER_MILLISECOND = 1e6;

    private final Map<String, Entry> entries = new LinkedHashMap<>();
    /// What the calls made by each open call took, innermost first.
    private final Deque<long[]> inner = new ArrayDeque<>();

    public Profile() {}

    /// All calls of one op.
    public static final class Entry {
        private final String name;
        private long calls;
        private long nanos;
        private long ownNanos;
        private int open;

        Entry(String name) {
            this.name = name;
        }

        public String name() {
            return name;
        }

        public long calls() {
            return calls;
        }

        /// With the ops that it calls in turn.
        public long nanos() {
            return nanos;
        }

        /// Without the ops that it calls in turn.
        public long ownNanos() {
            return ownNanos;
        }
    }

    <T> T measure(String name, Supplier<T> call) {
        Entry entry = entries.computeIfAbsent(name, Entry::new);
        long[] ofInner = {0};
        inner.push(ofInner);
        entry.open++;
        long start = System.nanoTime();
        try {
            return call.get();
        } finally {
            long elapsed = System.nanoTime() - start;
            inner.pop();
            entry.open--;
            entry.calls++;
            entry.ownNanos += elapsed - ofInner[0];
            // An op that calls itself has its time once.
            entry.nanos += entry.open == 0 ? elapsed : 0;
            if (!inner.isEmpty()) {
                inner.peek()[0] += elapsed;
            }
        }
    }

    /// What took longest by itself comes first.
    public List<Entry> entries() {
        return entries.values().stream()
                .sorted(Comparator.comparingLong(Entry::ownNanos).reversed())
                .toList();
    }

    /// A table of the entries, a line for each.
    @Override
    public String toString() {
        long total = entries.values().stream().mapToLong(Entry::ownNanos).sum();
        StringBuilder table = new StringBuilder("%-32s %10s %12s %7s %12s %12s"
                .formatted("operation", "calls", "own ms", "own %", "total ms", "ms a call"));
        for (Entry entry : entries()) {
            table.append(String.format(
                    Locale.ROOT,
                    "%n%-32s %10d %12.3f %6.1f%% %12.3f %12.4f",
                    entry.name(),
                    entry.calls(),
                    entry.ownNanos() / NANOS_PER_MILLISECOND,
                    total == 0 ? 0 : 100.0 * entry.ownNanos() / total,
                    entry.nanos() / NANOS_PER_MILLISECOND,
                    entry.nanos() / NANOS_PER_MILLISECOND / entry.calls()));
        }
        return table.append(String.format(Locale.ROOT, "%nall operations: %.3f ms", total / NANOS_PER_MILLISECOND))
                .toString();
    }
}
