package tdsl.interpreter.diagnostics;

import java.util.Collection;
import tdsl.tensor.dispatch.NearestName;

/// Words the guess at what a misspelt name was meant to be.
public final class Suggestion {
    private static final int SHORTEST_LIKENESS = 2;

    private Suggestion() {}

    /// `; did you mean …?`, to be appended to a message; empty if no candidate is close.
    public static String of(String name, Collection<String> candidates) {
        // Every name of one letter is one edit away from every other, and of two letters from many.
        return name.length() <= SHORTEST_LIKENESS || candidates.contains(name)
                ? ""
                : NearestName.of(name, candidates)
                        .map(nearest -> "; did you mean " + nearest + "?")
                        .orElse("");
    }
}
