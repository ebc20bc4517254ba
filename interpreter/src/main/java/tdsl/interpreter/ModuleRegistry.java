package tdsl.interpreter;

import com.oracle.truffle.api.TruffleFile;
import com.oracle.truffle.api.TruffleSafepoint;
import com.oracle.truffle.api.nodes.Node;
import com.oracle.truffle.api.source.Source;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import tdsl.interpreter.diagnostics.ErrorKind;
import tdsl.interpreter.diagnostics.ScriptException;
import tdsl.interpreter.diagnostics.Suggestion;
import tdsl.interpreter.diagnostics.habits.NameHabits;
import tdsl.interpreter.python.PythonBridge;
import tdsl.interpreter.values.Boundary;
import tdsl.interpreter.values.ModuleValue;
import tdsl.interpreter.values.Scope;

/// The modules of a context; each runs once.
public final class ModuleRegistry {
    private final TdslContext context;
    private final Map<String, ModuleValue> loaded = new ConcurrentHashMap<>();
    /// What the current thread runs, outermost first, by key, with the names that a cycle is told in.
    private final ThreadLocal<Map<String, String>> running = ThreadLocal.withInitial(LinkedHashMap::new);
    /// One thread at a time runs modules. Were there a lock for each module, threads whose modules import each other
    /// would wait for one another.
    private final ReentrantLock turn = new ReentrantLock();

    ModuleRegistry(TdslContext context) {
        this.context = context;
    }

    /// A module that comes with the language.
    ///
    /// @throws ScriptException ImportError if there is none with this name
    public ModuleValue standard(Node site, String name) {
        if (name.equals(PythonBridge.NAME)) {
            return PythonBridge.module();
        }
        return module(site, name, name, () -> run(site, standardSource(site, name), name));
    }

    /// The module in a file.
    ///
    /// @param path relative to the file of the import
    /// @throws ScriptException ImportError if it cannot be read
    public ModuleValue file(Node site, String path) {
        TruffleFile file = reachable(site, path);
        String language = ForeignModules.languageOf(path);
        Supplier<Scope> names = language == null
                ? () -> run(site, fileSource(site, path, file), path)
                : () -> foreign(site, language, path, file);
        return module(site, key(file), path, names);
    }

    /// The file of an import, if there can be one.
    private TruffleFile reachable(Node site, String path) {
        try {
            return context.fileBeside(site, path).getAbsoluteFile();
        } catch (SecurityException | IllegalArgumentException e) {
            throw new ScriptException(ErrorKind.IMPORT, path + " cannot be read: " + e.getMessage(), site);
        }
    }

    /// Runs a program that another language gives as text.
    ///
    /// @param name how errors call it
    /// @return its value
    public Object evaluateText(Node site, String text, String name) {
        Source source = Source.newBuilder(TdslLanguage.ID, text, name).build();
        return Boundary.toScript(context.env().parseInternal(source).call(site));
    }

    /// Runs the program in a file that was not imported but evaluated; a module that imports it closes a cycle.
    public Object evaluate(Source source, Supplier<Object> program) {
        if (source.getPath() == null) {
            return program.get();
        }
        return whileRunning(key(context.file(source.getPath())), source.getName(), program);
    }

    private <T> T whileRunning(String key, String name, Supplier<T> program) {
        Map<String, String> programs = running.get();
        boolean isFirst = programs.putIfAbsent(key, name) == null;
        try {
            return program.get();
        } finally {
            if (isFirst) {
                programs.remove(key);
            }
        }
    }

    private static String key(TruffleFile file) {
        return file.getAbsoluteFile().normalize().getPath();
    }

    /// @param names runs the module, and gives its names
    private ModuleValue module(Node site, String key, String name, Supplier<Scope> names) {
        ModuleValue module = loaded.get(key);
        if (module != null) {
            return module;
        }
        if (running.get().containsKey(key)) {
            throw cycle(site, key, name);
        }
        TruffleSafepoint.setBlockedThreadInterruptible(site, ReentrantLock::lockInterruptibly, turn);
        try {
            // Another thread may have run it meanwhile.
            module = loaded.get(key);
            if (module == null) {
                module = new ModuleValue(whileRunning(key, name, names));
                loaded.put(key, module);
            }
            return module;
        } finally {
            turn.unlock();
        }
    }

    private Scope run(Node site, Source source, String name) {
        Scope scope = new Scope(name);
        context.env().parseInternal(source).call(site, scope);
        return scope;
    }

    private Scope foreign(Node site, String language, String path, TruffleFile file) {
        try {
            return ForeignModules.load(site, context.env(), language, path, file);
        } catch (IOException | SecurityException e) {
            throw unreadable(site, path, e);
        }
    }

    private ScriptException cycle(Node site, String key, String name) {
        Map<String, String> programs = running.get();
        List<String> keys = new ArrayList<>(programs.keySet());
        List<String> names = new ArrayList<>(programs.values()).subList(keys.indexOf(key), keys.size());
        String path = String.join(" → ", names) + " → " + name;
        return new ScriptException(ErrorKind.IMPORT, "modules import each other in a cycle: " + path, site);
    }

    private static Source standardSource(Node site, String name) {
        try {
            String text = StandardModules.text(name).orElseThrow(() -> noSuchModule(site, name));
            return Source.newBuilder(TdslLanguage.ID, text, name + TdslLanguage.FILE_ENDING)
                    .build();
        } catch (IOException e) {
            throw new ScriptException(
                    ErrorKind.IMPORT, "the module " + name + " cannot be read: " + e.getMessage(), site);
        }
    }

    private static ScriptException noSuchModule(Node site, String name) {
        Optional<String> habit = NameHabits.moduleHint(name);
        String suggestion = habit.isPresent() ? "" : Suggestion.of(name, StandardModules.NAMES);
        return new ScriptException(ErrorKind.IMPORT, "there is no module " + name + suggestion, site)
                .withHint(habit.orElse("a file is imported by its path: import \"" + name + ".tdsl\" as " + name));
    }

    private static Source fileSource(Node site, String path, TruffleFile file) {
        try {
            return Source.newBuilder(TdslLanguage.ID, file).name(path).build();
        } catch (IOException | SecurityException e) {
            throw unreadable(site, path, e);
        }
    }

    private static ScriptException unreadable(Node site, String path, Exception reason) {
        String message = reason instanceof NoSuchFileException
                ? "there is no file " + path
                : path + " cannot be read: " + reason.getMessage();
        return new ScriptException(ErrorKind.IMPORT, message, site);
    }
}
