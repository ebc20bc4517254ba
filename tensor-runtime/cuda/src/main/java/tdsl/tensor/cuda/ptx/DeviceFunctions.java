package tdsl.tensor.cuda.ptx;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tdsl.tensor.formula.Node;

/// Functions that formulas call and that are no formulas themselves: compiled from `kernels/functions/*.cu`, and made
/// part
/// of the modules that need them. Their names end in the type of their arguments, as in `pow_f64` and `pow_i64`.
final class DeviceFunctions {
    private static final String FOLDER = "/tdsl/tensor/cuda/kernels/functions/";
    private static final String[] FILES = {"division", "gamma", "power", "trigonometry"};
    private static final Pattern DEFINITION = Pattern.compile("\\.visible \\.func +\\([^)]*\\) (\\w+)\\(");

    /// The text of each file by the functions in it.
    private static final Map<String, String> TEXTS = load();

    private DeviceFunctions() {}

    static String nameOf(Node.Function function, boolean isReal) {
        return function.name() + (isReal ? "_f64" : "_i64");
    }

    static boolean exists(String function) {
        return TEXTS.containsKey(function);
    }

    /// The definitions of these functions, and of others in the same files.
    static String definitions(Collection<String> functions) {
        Map<String, Boolean> texts = new LinkedHashMap<>();
        new TreeSet<>(functions).forEach(function -> texts.put(TEXTS.get(function), true));
        return String.join("", texts.keySet());
    }

    private static Map<String, String> load() {
        Map<String, String> texts = new TreeMap<>();
        for (String file : FILES) {
            String text = withoutHeader(read(file));
            Matcher matcher = DEFINITION.matcher(text);
            while (matcher.find()) {
                texts.put(matcher.group(1), text);
            }
        }
        return texts;
    }

    private static String withoutHeader(String text) {
        return text.lines()
                .filter(line -> !line.startsWith(".version")
                        && !line.startsWith(".target")
                        && !line.startsWith(".address_size"))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private static String read(String file) {
        try (InputStream stream = DeviceFunctions.class.getResourceAsStream(FOLDER + file + ".compute_80.ptx")) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
