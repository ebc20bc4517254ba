package tdsl.tensor.cuda.simulator;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Gives the operands of a function their registers. Constants and numbers of the thread are registers too, so that all
/// operands are read alike.
final class Registers {
    private static final Pattern DECLARED = Pattern.compile("\\.reg\\s+\\.\\w+\\s+(.*)", Pattern.DOTALL);
    private static final Pattern SPECIAL = Pattern.compile("%(n?)(tid|ctaid)\\.([xyz])");

    /// By name, those that a scope declares; the outermost scope declares by number.
    private final Deque<Map<String, Integer>> scopes = new ArrayDeque<>();

    private final Map<String, Integer> known = new HashMap<>();
    private final Map<Integer, Long> constants = new HashMap<>();
    private final List<Code.Special> specials = new ArrayList<>();
    private int count;

    void open() {
        scopes.push(new HashMap<>());
    }

    void close() {
        scopes.pop();
    }

    /// @param declaration such as `.reg .b32 a, b` or `.reg .pred %p<5>`, whose names are taken as they come
    void declare(String declaration) {
        Matcher matcher = DECLARED.matcher(declaration);
        if (!matcher.matches()) {
            throw new SimulationException("no declaration of registers: " + declaration);
        }
        for (String name : matcher.group(1).split(",")) {
            if (!name.contains("<") && !scopes.isEmpty()) {
                scopes.peek().put(name.strip(), variable());
            }
        }
    }

    int variable() {
        return count++;
    }

    int constant(long bits) {
        constants.put(count, bits);
        return count++;
    }

    /// The register of a name, made if need be.
    int named(String name) {
        for (Map<String, Integer> scope : scopes) {
            Integer declared = scope.get(name);
            if (declared != null) {
                return declared;
            }
        }
        return known.computeIfAbsent(name, _ -> {
            Code.Number number = special(name);
            if (number != null) {
                specials.add(new Code.Special(count, number));
            }
            return count++;
        });
    }

    private static Code.Number special(String name) {
        Matcher matcher = SPECIAL.matcher(name);
        if (name.equals("%laneid")) {
            return Lane::laneNumber;
        }
        if (!matcher.matches()) {
            return null;
        }
        int axis = matcher.group(3).charAt(0) - 'x';
        boolean isSize = !matcher.group(1).isEmpty();
        if (matcher.group(2).equals("ctaid")) {
            return isSize ? lane -> lane.block.grid[axis] : lane -> lane.block.place[axis];
        }
        return isSize
                ? lane -> lane.block.threads[axis]
                : lane -> {
                    int rest = lane.number;
                    for (int before = 0; before < axis; before++) {
                        rest /= lane.block.threads[before];
                    }
                    return rest % lane.block.threads[axis];
                };
    }

    Map<Integer, Long> constants() {
        return constants;
    }

    Code.Special[] specials() {
        return specials.toArray(Code.Special[]::new);
    }

    int count() {
        return count;
    }
}
