package tdsl.tests.fuzz;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.antlr.v4.runtime.atn.ATN;
import org.antlr.v4.runtime.atn.ATNState;
import org.antlr.v4.runtime.atn.RuleStopState;
import org.antlr.v4.runtime.atn.RuleTransition;
import org.antlr.v4.runtime.atn.Transition;
import org.antlr.v4.runtime.misc.IntervalSet;
import tdsl.grammar.parser.TdslParser;

/// Random sentences of the grammar: walks through ANTLR's network of states, which is the grammar itself, and writes a
/// word for each token on the way. When a sentence has become long, the shortest way out is taken.
///
/// Names are drawn from those that {@link #NAMES} lists, so that programs have something to work on.
final class GrammarWalk {
    private static final ATN NETWORK = TdslParser._ATN;
    private static final int UNREACHABLE = 1 << 20;
    private static final int ATTEMPTS_FOR_COMMON = 4;
    /// The fewest tokens from a state to the end of its rule, by the state's number.
    private static final int[] TOKENS_TO_END = tokensToEnd();

    /// What sentences call things: all are declared in {@link RandomPrograms#PRELUDE} or built in.
    static final List<String> NAMES = List.of(
            "a",
            "b",
            "x",
            "y",
            "m",
            "xs",
            "t",
            "d",
            "s",
            "n",
            "k",
            "f",
            "g",
            "o",
            "A",
            "cube",
            "zeros",
            "arange",
            "sum",
            "max",
            "len",
            "print",
            "exp",
            "softmax",
            "cat",
            "stack",
            "tensor",
            "param",
            "map",
            "zip",
            "sorted",
            "range",
            "int",
            "float",
            "string",
            "list",
            "dict",
            "tuple",
            "where",
            "relu",
            "grad",
            "no_grad",
            "scope",
            "seed",
            "enumerate",
            "f32",
            "i64",
            "bool",
            "json",
            "ValueError",
            "ShapeError",
            "newaxis",
            "inf",
            "randn",
            "vmap",
            "matmul",
            "type");

    private static final List<String> MEMBERS = List.of(
            "shape",
            "T",
            "mT",
            "grad",
            "sum",
            "max",
            "reshape",
            "append",
            "pop",
            "items",
            "split",
            "join",
            "x",
            "show",
            "call",
            "backward",
            "item",
            "tolist",
            "sqrt",
            "dtype",
            "insert",
            "sort",
            "keys",
            "get",
            "count",
            "message",
            "add_",
            "to");

    private static final List<String> INTEGERS =
            List.of("0", "1", "2", "3", "4", "7", "64", "1_000", "0xff", "0b101", "9223372036854775807");
    private static final List<String> FLOATS = List.of("0.0", "0.5", "1.5", "2e3", "1e308", "1e-320");
    private static final List<String> TEXTS = List.of("a", "word ", "é😀", " ", "1", "%d");
    private static final List<String> FORMATS = List.of(".2f", "d", ">5", "08.3e", "x", "q", ",", "^9", "s");

    private static final Map<Integer, List<String>> WORDS = Map.of(
            TdslParser.INTEGER, INTEGERS,
            TdslParser.FLOAT, FLOATS,
            TdslParser.MALFORMED_NUMBER, INTEGERS,
            TdslParser.STRING_TEXT, TEXTS,
            TdslParser.FORMAT_TEXT, FORMATS,
            TdslParser.STRING_ESCAPE, List.of("\\n", "\\x41", "\\u{1F600}"),
            TdslParser.STRING_BRACE, List.of("{{", "}}"),
            TdslParser.RAW_STRING, List.of("'raw'", "''", "'{a}'"));

    private final RandomGenerator random;
    private final int length;
    private final StringBuilder text = new StringBuilder();
    private int tokens;
    private int openStrings;
    private int previous;

    private GrammarWalk(RandomGenerator random, int length) {
        this.random = random;
        this.length = length;
    }

    /// A sentence of a rule.
    ///
    /// @param rule   such as {@link TdslParser#RULE_statementBody}
    /// @param length after how many tokens it looks for its end
    static String sentence(RandomGenerator random, int rule, int length) {
        GrammarWalk walk = new GrammarWalk(random, length);
        walk.rule(rule);
        return walk.text.toString();
    }

    private void rule(int rule) {
        ATNState state = NETWORK.ruleToStartState[rule];
        while (!(state instanceof RuleStopState)) {
            state = step(state);
        }
    }

    private ATNState step(ATNState state) {
        Transition transition = choose(state);
        if (transition instanceof RuleTransition call) {
            rule(call.target.ruleIndex);
            return call.followState;
        }
        IntervalSet label = transition.label();
        if (!transition.isEpsilon() && label != null && !label.isNil()) {
            boolean isName = label.contains(TdslParser.NAME) && random.nextInt(20) > 0;
            write(isName ? TdslParser.NAME : label.get(random.nextInt(label.size())));
        }
        return transition.target;
    }

    private Transition choose(ATNState state) {
        int count = state.getNumberOfTransitions();
        boolean mustEnd = tokens >= length;
        Transition best = state.transition(random.nextInt(count));
        for (int attempt = 0; attempt < ATTEMPTS_FOR_COMMON && isRare(best); attempt++) {
            best = state.transition(random.nextInt(count));
        }
        for (int i = 0; mustEnd && i < count; i++) {
            if (cost(state.transition(i)) < cost(best)) {
                best = state.transition(i);
            }
        }
        return cost(best) >= UNREACHABLE ? state.transition(0) : best;
    }

    /// Signs before operands, which the grammar would have as often as operands.
    private static boolean isRare(Transition transition) {
        Transition first = transition;
        while (first.isEpsilon() && !(first instanceof RuleTransition) && first.target.getNumberOfTransitions() == 1) {
            first = first.target.transition(0);
        }
        IntervalSet label = first.label();
        return label != null && (label.contains(TdslParser.NOT) || label.contains(TdslParser.TILDE));
    }

    // ---- the shortest way out ----

    private static int cost(Transition transition) {
        if (transition instanceof RuleTransition call) {
            return Math.min(
                    UNREACHABLE,
                    TOKENS_TO_END[NETWORK.ruleToStartState[call.target.ruleIndex].stateNumber]
                            + TOKENS_TO_END[call.followState.stateNumber]);
        }
        return Math.min(UNREACHABLE, (transition.isEpsilon() ? 0 : 1) + TOKENS_TO_END[transition.target.stateNumber]);
    }

    private static int[] tokensToEnd() {
        int[] costs = new int[NETWORK.states.size()];
        Arrays.fill(costs, UNREACHABLE);
        return costs;
    }

    static {
        boolean changed = true;
        while (changed) {
            changed = false;
            for (ATNState state : NETWORK.states) {
                if (state == null) {
                    continue;
                }
                int least = state instanceof RuleStopState ? 0 : UNREACHABLE;
                for (int i = 0; i < state.getNumberOfTransitions() && !(state instanceof RuleStopState); i++) {
                    least = Math.min(least, cost(state.transition(i)));
                }
                if (least < TOKENS_TO_END[state.stateNumber]) {
                    TOKENS_TO_END[state.stateNumber] = least;
                    changed = true;
                }
            }
        }
    }

    // ---- words ----

    private void write(int type) {
        tokens++;
        boolean isInString = openStrings > 0 && isPartOfString(type);
        if (!isInString && !text.isEmpty() && type != TdslParser.NEWLINE) {
            text.append(' ');
        }
        switch (type) {
            case TdslParser.STRING_OPEN -> {
                openStrings++;
                text.append('"');
            }
            case TdslParser.STRING_CLOSE -> {
                openStrings--;
                text.append('"');
            }
            default -> text.append(word(type));
        }
        previous = type;
    }

    private static boolean isPartOfString(int type) {
        return switch (type) {
            case TdslParser.STRING_TEXT,
                    TdslParser.STRING_ESCAPE,
                    TdslParser.STRING_BRACE,
                    TdslParser.STRING_CLOSE,
                    TdslParser.INTERPOLATION_OPEN,
                    TdslParser.FORMAT_COLON,
                    TdslParser.FORMAT_TEXT,
                    TdslParser.INTERPOLATION_CLOSE -> true;
            default -> false;
        };
    }

    private String word(int type) {
        return switch (type) {
            case TdslParser.EOF -> "";
            case TdslParser.NEWLINE -> "\n";
            case TdslParser.NAME -> pick(previous == TdslParser.DOT ? MEMBERS : NAMES);
            case TdslParser.DICT_OPEN, TdslParser.INTERPOLATION_OPEN -> "{";
            case TdslParser.DICT_CLOSE, TdslParser.INTERPOLATION_CLOSE -> "}";
            case TdslParser.EMPTY_BRACES -> "{}";
            case TdslParser.ROW_SEPARATOR -> ";";
            case TdslParser.FORMAT_COLON -> ":";
            default -> {
                List<String> words = WORDS.get(type);
                String literal = TdslParser.VOCABULARY.getLiteralName(type);
                yield words != null ? pick(words) : literal == null ? "" : literal.substring(1, literal.length() - 1);
            }
        };
    }

    private String pick(List<String> words) {
        return words.get(random.nextInt(words.size()));
    }
}
