package tdsl.tensor.cuda.simulator;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The text of a module, divided into its functions and variables.
///
/// @param functions the text between the braces of each, by name; declarations without a body are left out
/// @param variables outside functions, each a declaration without its semicolon
record Ptx(Map<String, Function> functions, List<String> variables) {
    private static final Pattern HEAD = Pattern.compile(
            "\\.(entry|func)\\s*(?:\\(([^)]*)\\))?\\s*([\\w$]+)\\s*(?:\\(([^)]*)\\))?[^{;]*$", Pattern.DOTALL);
    private static final Pattern COMMENT = Pattern.compile("//[^\n]*");

    /// @param results    declarations of what it returns
    /// @param parameters declarations
    record Function(String name, boolean isKernel, List<String> results, List<String> parameters, String body) {}

    static Ptx parse(String text) {
        Map<String, Function> functions = new LinkedHashMap<>();
        List<String> variables = new ArrayList<>();
        String code = COMMENT.matcher(text).replaceAll("");
        int start = code.indexOf('\n', code.indexOf(".address_size"));
        for (int place = start; place < code.length(); place++) {
            char found = code.charAt(place);
            String before = code.substring(start, place);
            if (found == ';') {
                if (!before.contains(".func")) {
                    variables.add(before.strip());
                }
                start = place + 1;
            } else if (found == '{') {
                int end = closing(code, place);
                if (!before.contains("=")) {
                    Function function = function(before, code.substring(place + 1, end));
                    functions.put(function.name, function);
                    start = end + 1;
                }
                place = end;
            }
        }
        return new Ptx(functions, variables);
    }

    private static int closing(String code, int opening) {
        int depth = 0;
        for (int place = opening; ; place++) {
            char found = code.charAt(place);
            depth += found == '{' ? 1 : found == '}' ? -1 : 0;
            if (depth == 0) {
                return place;
            }
        }
    }

    private static Function function(String head, String body) {
        Matcher matcher = HEAD.matcher(head);
        if (!matcher.find()) {
            throw new IllegalArgumentException("no function: " + head);
        }
        return new Function(
                matcher.group(3),
                matcher.group(1).equals("entry"),
                declarations(matcher.group(2)),
                declarations(matcher.group(4)),
                body);
    }

    private static List<String> declarations(String list) {
        return list == null || list.isBlank() ? List.of() : List.of(list.strip().split("\\s*,\\s*"));
    }

    /// A variable or parameter.
    ///
    /// @param bytes   0 for an array whose size the start of the kernel says
    /// @param initial numbers, one for each element; null if there are none
    record Variable(String name, int bytes, int elementBytes, int alignment, String[] initial) {
        private static final Pattern FORM = Pattern.compile(
                "(?:\\.align (\\d+) )?\\.([a-z]+\\d+) ([\\w$%]+)(\\[(\\d*)])?(?:\\s*=\\s*\\{?([^}]*)}?)?$");

        static Variable of(String declaration) {
            Matcher matcher = FORM.matcher(declaration.strip().replaceAll("\\s+", " "));
            if (!matcher.find()) {
                throw new IllegalArgumentException("no variable: " + declaration);
            }
            int element = Type.of(matcher.group(2)).bytes();
            int alignment = matcher.group(1) == null ? element : Integer.parseInt(matcher.group(1));
            String count = matcher.group(4) == null ? "1" : matcher.group(5);
            String initial = matcher.group(6);
            return new Variable(
                    matcher.group(3),
                    count.isEmpty() ? 0 : element * Integer.parseInt(count),
                    element,
                    alignment,
                    initial == null ? null : initial.strip().split("\\s*,\\s*"));
        }
    }
}
