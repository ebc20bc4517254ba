package tdsl.interpreter.check;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Sizes for the names that signatures bind. What goes wrong with numbers that have no divisor in common and with
/// numbers that have many goes wrong with nearly all, and is an error of the program.
final class ExampleSizes {
    /// Two ways to choose: names get different sizes in each.
    enum Choice {
        PRIMES(new long[] {31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97, 101, 103, 107, 109, 113}),
        DIVISIBLE(
                new long[] {24, 36, 48, 60, 72, 84, 96, 108, 120, 132, 144, 156, 168, 180, 192, 204, 216, 228, 240, 252
                });

        private final long[] sizes;

        Choice(long[] sizes) {
            this.sizes = sizes;
        }
    }

    private static final Pattern NUMBER = Pattern.compile("(?<![\\w.])\\d+(?![\\w.])");

    private final Choice choice;
    private final Map<String, Long> sizes = new LinkedHashMap<>();
    private final Map<Long, String> names = new LinkedHashMap<>();

    ExampleSizes(Choice choice) {
        this.choice = choice;
    }

    /// The size of a name, the same each time.
    long of(String name) {
        return sizes.computeIfAbsent(name, this::next);
    }

    /// The size of a name that has been asked for before.
    Optional<Long> find(String name) {
        return Optional.ofNullable(sizes.get(name));
    }

    /// A size of its own, for `_`.
    long unnamed() {
        return next("_");
    }

    /// Sizes for `..`: of no axis in one choice, of one in the other.
    List<Long> anyAxes() {
        return choice == Choice.PRIMES ? List.of() : List.of(next(".."));
    }

    private long next(String name) {
        long size = choice.sizes[names.size() % choice.sizes.length];
        names.put(size, name);
        return size;
    }

    /// The text with the names in place of their sizes.
    String named(String text) {
        Matcher number = NUMBER.matcher(text);
        return number.replaceAll(found -> {
            String digits = found.group();
            return digits.length() > 3 ? digits : names.getOrDefault(Long.valueOf(digits), digits);
        });
    }
}
