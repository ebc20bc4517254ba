package tdsl.interpreter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.EnvironmentAccess;
import org.graalvm.polyglot.PolyglotAccess;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.io.IOAccess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tdsl.interpreter.builtins.Builtin;
import tdsl.interpreter.builtins.Builtins;

/// What a program may do that is given no permission.
class PermissionsTest {
    /// Names of parameters that mean something outside of the program.
    private static final Set<String> PLACES = Set.of("path", "file", "filename", "folder", "directory", "url");

    /// Calls of every builtin with such a parameter, in which `@` is a folder that exists. A builtin that only
    /// computes with paths has none.
    private static final Map<String, List<String>> BUILTINS = Map.of(
            "read_text", List.of("read_text(\"@/there.txt\")", "read_text(\"@/missing\")"),
            "write_text", List.of("write_text(\"@/there.txt\", \"new\")", "write_text(\"@/new.txt\", \"new\")"),
            "load",
                    List.of(
                            "load(\"@/there.npy\")",
                            "load(\"@/there.npz\")",
                            "load(\"@/there.safetensors\")",
                            "load(\"@/there.npy\", mmap=true)",
                            "load(\"@/there.safetensors\", mmap=true)",
                            "load(here(\"@/there.npy\"))"),
            "save",
                    List.of(
                            "save(\"@/new.npy\", ones(2))",
                            "save(\"@/there.npy\", ones(2))",
                            "save(\"@/new.npz\", {a: ones(2)})",
                            "save(\"@/new.safetensors\", {a: ones(2)})",
                            "save(\"@/new.png\", zeros(2, 2, 3, dtype=u8))"),
            "load_library", List.of("load_library(\"@/there.jar\")"),
            "save_on_disk",
                    List.of(
                            "with save_on_disk(\"@\") { (param(ones(3)) ** 2).sum().backward() }",
                            "save_on_disk(\"@/x\")"),
            "here", List.of());

    /// Calls of every function of a standard module with such a parameter.
    private static final Map<String, List<String>> MODULES = Map.of(
            "io.read_lines", List.of("io.read_lines(\"@/there.txt\")"),
            "io.write_lines", List.of("io.write_lines(\"@/new.txt\", [\"a\"])"),
            "io.read_json", List.of("io.read_json(\"@/there.json\")"),
            "io.write_json", List.of("io.write_json(\"@/new.json\", [1])"),
            "io.read_csv", List.of("io.read_csv(\"@/there.csv\")"),
            "io.write_csv", List.of("io.write_csv(\"@/new.csv\", ones(2, 2))"),
            "plot.image", List.of("plot.image(\"@/new.png\", ones(2, 2))"),
            "plot.scatter", List.of("plot.scatter(\"@/new.png\", ones(2), ones(2))"),
            "plot.line", List.of("plot.line(\"@/new.png\", ones(2))"));

    private static final List<String> IMPORTS = List.of(
            "import \"@/there.tdsl\" as m",
            "import \"@/missing.tdsl\" as m",
            "from \"@/there.tdsl\" import x",
            "import \"@/there.py\" as m",
            "import \"@/there.js\" as m");

    @TempDir
    Path folder;

    private final Context context = Context.newBuilder(TdslLanguage.ID)
            .option("engine.WarnInterpreterOnly", "false")
            .allowIO(IOAccess.NONE)
            .allowPolyglotAccess(PolyglotAccess.NONE)
            .allowEnvironmentAccess(EnvironmentAccess.NONE)
            .build();

    private Map<String, String> before;

    @BeforeEach
    void fillFolder() throws IOException {
        for (String ending :
                List.of("txt", "npy", "npz", "safetensors", "png", "jar", "json", "csv", "tdsl", "py", "js")) {
            Files.writeString(folder.resolve("there." + ending), "let x = 1");
        }
        before = contents();
    }

    @AfterEach
    void close() {
        context.close();
    }

    private Map<String, String> contents() throws IOException {
        Map<String, String> contents = new HashMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                contents.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        return contents;
    }

    private void assertRefused(String program) throws IOException {
        PolyglotException refusal = assertThrows(
                PolyglotException.class,
                () -> context.eval(TdslLanguage.ID, program.replace("@", folder.toString())),
                program);
        assertFalse(refusal.isInternalError(), program);
        Value error = refusal.getGuestObject();
        String kind = error.getMember("kind").asString();
        assertTrue(Set.of("IOError", "ImportError").contains(kind), program + ": " + refusal.getMessage());
        assertFalse(refusal.getMessage().contains("Exception"), refusal.getMessage());
        assertEquals(before, contents(), program);
    }

    @Test
    void everyBuiltinThatTakesAPathIsRefused() throws IOException {
        Set<String> takingPaths = new TreeSet<>();
        for (String name : Builtins.names()) {
            if (Builtins.find(name) instanceof Builtin builtin
                    && builtin.parameters().names().stream().anyMatch(PLACES::contains)) {
                takingPaths.add(name);
            }
        }
        assertEquals(new TreeSet<>(BUILTINS.keySet()), takingPaths);
        for (List<String> calls : BUILTINS.values()) {
            for (String call : calls) {
                assertRefused(call);
            }
        }
    }

    @Test
    void everyFunctionOfAModuleThatTakesAPathIsRefused() throws IOException {
        Set<String> takingPaths = new TreeSet<>();
        Pattern declaration =
                Pattern.compile("(?m)^fn ([a-z]\\w*)\\((?:[^)]*\\W)?(?:" + String.join("|", PLACES) + ")\\W");
        for (String module : StandardModules.NAMES) {
            Matcher functions = declaration.matcher(StandardModules.text(module).orElseThrow());
            while (functions.find()) {
                takingPaths.add(module + "." + functions.group(1));
            }
        }
        assertEquals(new TreeSet<>(MODULES.keySet()), takingPaths);
        for (Map.Entry<String, List<String>> entry : MODULES.entrySet()) {
            String module = entry.getKey().substring(0, entry.getKey().indexOf('.'));
            for (String call : entry.getValue()) {
                assertRefused("import " + module + "\n" + call);
            }
        }
    }

    @Test
    void importsOfFilesAreRefused() throws IOException {
        for (String program : IMPORTS) {
            assertRefused(program);
        }
    }

    @Test
    void standardModulesAreThereAllTheSame() {
        List<String> imports = new ArrayList<>();
        StandardModules.NAMES.forEach(name -> imports.add("import " + name));
        context.eval(TdslLanguage.ID, String.join("\n", imports));
    }

    @Test
    void theEnvironmentIsEmptyAndPathsAreOnlyText() {
        assertTrue(context.eval(TdslLanguage.ID, "env(\"PATH\")").isNull());
        assertEquals("a", context.eval(TdslLanguage.ID, "env(\"PATH\", \"a\")").asString());
        assertEquals("a.npy", context.eval(TdslLanguage.ID, "here(\"a.npy\")").asString());
    }
}
