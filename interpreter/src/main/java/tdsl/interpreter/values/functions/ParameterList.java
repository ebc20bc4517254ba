package tdsl.interpreter.values.functions;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.nodes.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import tdsl.interpreter.diagnostics.ErrorKind;
import tdsl.interpreter.diagnostics.ScriptException;
import tdsl.interpreter.diagnostics.Suggestion;
import tdsl.interpreter.values.functions.FormalParameter.Kind;

/// The parameters of a function, class, op or builtin, and how arguments are matched to them.
public final class ParameterList {
    private final String owner;
    private final List<FormalParameter> parameters;
    private final int ordinaryCount;
    private final int restIndex;

    /// Of calls without named arguments, by their number of arguments; made when first needed.
    private final ArgumentPlan[] positionalPlans;

    /// @param owner the name of what has these parameters, for messages
    public ParameterList(String owner, List<FormalParameter> parameters) {
        this.owner = owner;
        this.parameters = List.copyOf(parameters);
        this.ordinaryCount =
                (int) parameters.stream().filter(p -> p.kind() == Kind.ORDINARY).count();
        this.restIndex = parameters.stream().map(FormalParameter::kind).toList().indexOf(Kind.REST);
        this.positionalPlans = new ArgumentPlan[parameters.size() + 1];
    }

    /// Reads a signature as people write it: `sorted(items, key=none, *, reverse=false)`.
    public static ParameterList parse(String signature) {
        int open = signature.indexOf('(');
        String inside = signature.substring(open + 1, signature.lastIndexOf(')'));
        List<FormalParameter> parameters = new ArrayList<>();
        Kind kind = Kind.ORDINARY;
        for (String part : inside.isBlank() ? new String[0] : inside.split(",\\s*")) {
            if (part.equals("*")) {
                kind = Kind.NAME_ONLY;
            } else if (part.startsWith("*")) {
                parameters.add(new FormalParameter(part.substring(1), Kind.REST, null));
                kind = Kind.NAME_ONLY;
            } else {
                String[] nameAndDefault = part.split("=", 2);
                String defaultText = nameAndDefault.length == 2 ? nameAndDefault[1] : null;
                parameters.add(new FormalParameter(nameAndDefault[0], kind, defaultText));
            }
        }
        return new ParameterList(signature.substring(0, open), parameters);
    }

    public String owner() {
        return owner;
    }

    public int size() {
        return parameters.size();
    }

    public List<FormalParameter> parameters() {
        return parameters;
    }

    public List<String> names() {
        return parameters.stream().map(FormalParameter::name).toList();
    }

    /// Decides how the arguments of a call reach the parameters.
    ///
    /// @param site the call, for errors
    /// @param positionalCount how many arguments come by position, before the named ones
    /// @param names the names of the named arguments, in order
    /// @throws ScriptException TypeError if they do not fit
    @TruffleBoundary
    public ArgumentPlan plan(Node site, int positionalCount, String[] names) {
        int byPosition = Math.min(positionalCount, ordinaryCount);
        int left = positionalCount - byPosition;
        if (left > 0 && restIndex < 0) {
            throw tooMany(site, positionalCount);
        }
        int[] targets = new int[byPosition + names.length];
        boolean[] filled = new boolean[parameters.size()];
        for (int i = 0; i < byPosition; i++) {
            targets[i] = i;
            filled[i] = true;
        }
        for (int i = 0; i < names.length; i++) {
            int target = named(site, names[i], filled);
            targets[byPosition + i] = target;
            filled[target] = true;
        }
        requireAll(site, filled);
        return new ArgumentPlan(targets, byPosition, left, restIndex, parameters.size());
    }

    private int named(Node site, String name, boolean[] filled) {
        int target = names().indexOf(name);
        if (target < 0 || target == restIndex) {
            String suggestion = Suggestion.of(name, names());
            throw failure(site, "%s has no parameter %s%s".formatted(owner, name, suggestion));
        }
        if (filled[target]) {
            throw failure(site, "%s: argument %s is given twice, by position and by name".formatted(owner, name));
        }
        return target;
    }

    private ScriptException tooMany(Node site, int given) {
        String limit = ordinaryCount == 0
                ? "no arguments"
                : ordinaryCount == 1 ? "at most 1 argument" : "at most " + ordinaryCount + " arguments";
        if (parameters.stream().allMatch(FormalParameter::isRequired) && ordinaryCount > 0) {
            limit = limit.replace("at most ", "");
        }
        return failure(site, "%s takes %s%s, got %d".formatted(owner, limit, byPositionOnly(), given));
    }

    private String byPositionOnly() {
        return ordinaryCount < parameters.size() ? " by position" : "";
    }

    private void requireAll(Node site, boolean[] filled) {
        List<String> missing = parameters.stream()
                .filter(parameter -> parameter.isRequired() && !filled[parameters.indexOf(parameter)])
                .map(FormalParameter::name)
                .toList();
        if (!missing.isEmpty()) {
            String noun = missing.size() == 1 ? "argument" : "arguments";
            throw failure(site, "%s: missing %s %s".formatted(owner, noun, String.join(", ", missing)));
        }
    }

    private ScriptException failure(Node site, String message) {
        return new ScriptException(ErrorKind.TYPE, message, site).withHint("the signature is " + this);
    }

    /// Matches arguments that were collected at run time.
    public Object[] bind(Node site, Object[] positional, String[] names, Object[] named, int offset) {
        Object[] supplied = Arrays.copyOf(positional, positional.length + named.length);
        System.arraycopy(named, 0, supplied, positional.length, named.length);
        return knownPlan(site, positional.length, names).arrange(supplied, offset);
    }

    private ArgumentPlan knownPlan(Node site, int positionalCount, String[] names) {
        if (names.length > 0 || positionalCount >= positionalPlans.length) {
            return plan(site, positionalCount, names);
        }
        ArgumentPlan plan = positionalPlans[positionalCount];
        if (plan == null) {
            plan = plan(site, positionalCount, names);
            positionalPlans[positionalCount] = plan;
        }
        return plan;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(owner).append('(');
        boolean nameOnly = restIndex >= 0;
        String separator = "";
        for (FormalParameter parameter : parameters) {
            text.append(separator);
            if (parameter.kind() == Kind.NAME_ONLY && !nameOnly) {
                text.append("*, ");
                nameOnly = true;
            }
            text.append(parameter);
            separator = ", ";
        }
        return text.append(')').toString();
    }

    /// The names alone, for displays: `(q, k, v)`.
    public String shortForm() {
        return parameters.stream().map(FormalParameter::name).collect(Collectors.joining(", ", "(", ")"));
    }
}
