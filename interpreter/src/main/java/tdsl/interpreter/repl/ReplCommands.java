package tdsl.interpreter.repl;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;
import tdsl.interpreter.builtins.Builtins;
import tdsl.interpreter.cli.session.Session;
import tdsl.interpreter.diagnostics.Suggestion;
import tdsl.tensor.Device;
import tdsl.tensor.device.Devices;
import tdsl.tensor.device.MemoryStatistics;

/// The commands of the conversation.
final class ReplCommands {
    static final List<ReplCommand> ALL = List.of(
            new ReplCommand("help", "", "show this list", ReplCommands::help),
            new ReplCommand("doc", "NAME", "explain a function or operation", ReplCommands::explain),
            new ReplCommand("type", "EXPRESSION", "show the type of a value", ReplCommands::showType),
            new ReplCommand("time", "STATEMENT", "run it and show how long it took", ReplCommands::time),
            new ReplCommand("vars", "", "list the variables", ReplCommands::listVariables),
            new ReplCommand("load", "FILE", "run a script here", ReplCommands::load),
            new ReplCommand("save", "FILE", "write what went well so far as a script", ReplCommands::save),
            new ReplCommand("edit", "", "change the last input in $EDITOR and run it", ReplCommands::edit),
            new ReplCommand(
                    "device",
                    "[NAME]",
                    "show the devices, or make tensors on another one from now on",
                    ReplCommands::device),
            new ReplCommand("mem", "", "show how much memory tensors take", ReplCommands::showMemory),
            new ReplCommand("clear", "", "forget all variables", ReplCommands::clear),
            new ReplCommand("quit", "", "leave, as Ctrl-D does", (conversation, _) -> conversation.leave()));

    private ReplCommands() {}

    /// Does what an input that begins with `:` asks for.
    static void perform(Conversation conversation, String input) {
        String[] parts = input.strip().substring(1).split("\\s+", 2);
        String name = parts[0];
        String argument = parts.length > 1 ? parts[1].strip() : "";
        Optional<ReplCommand> found =
                ALL.stream().filter(command -> command.name().equals(name)).findFirst();
        if (found.isEmpty()) {
            List<String> names = ALL.stream().map(ReplCommand::name).toList();
            conversation.say("there is no command :" + name + Suggestion.of(name, names) + " (:help lists them)");
        } else if (!found.get().admits(argument)) {
            conversation.say("usage: " + found.get());
        } else {
            found.get().action().accept(conversation, argument);
        }
    }

    private static void help(Conversation conversation, String argument) {
        conversation.say("Type TDSL to run it; _ is the last value. Ctrl-C stops what runs, Ctrl-D leaves.");
        for (ReplCommand command : ALL) {
            conversation.say("  %-18s %s".formatted(command, command.help()));
        }
    }

    private static void explain(Conversation conversation, String name) {
        String documentation = Builtins.documentation(name);
        if (documentation == null && conversation.variableNames().contains(name)) {
            documentation = conversation
                    .evaluate("doc(" + name + ")")
                    .filter(Value::isString)
                    .map(Value::asString)
                    .orElse(null);
        }
        if (documentation == null) {
            conversation.say("there is nothing to say about " + name + Suggestion.of(name, Builtins.names()));
        } else {
            conversation.say(Summaries.wrap(documentation, conversation.width()));
        }
    }

    private static void showType(Conversation conversation, String expression) {
        conversation.evaluate(expression).ifPresent(value -> conversation.say(conversation.typeOf(value)));
    }

    private static void time(Conversation conversation, String statement) {
        long start = System.nanoTime();
        Optional<Value> value = conversation.evaluateAndKeep(statement);
        Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
        value.ifPresent(result -> {
            conversation.show(result);
            conversation.say(Summaries.duration(elapsed));
        });
    }

    private static void listVariables(Conversation conversation, String argument) {
        for (String name : conversation.variableNames()) {
            Value value = conversation.variables().getMember(name);
            conversation.say(
                    Summaries.line(name + ": " + conversation.typeOf(value) + " = " + value, conversation.width()));
        }
    }

    private static void load(Conversation conversation, String file) {
        try {
            Source script = Source.newBuilder(Session.LANGUAGE, Path.of(file).toFile())
                    .content(Files.readString(Path.of(file)))
                    .build();
            conversation.evaluate(script).ifPresent(conversation::show);
        } catch (IOException e) {
            conversation.say("cannot read " + file + ": " + reason(e));
        }
    }

    private static void save(Conversation conversation, String file) {
        try {
            Files.write(Path.of(file), conversation.successfulInputs());
            conversation.say("wrote " + conversation.successfulInputs().size() + " inputs to " + file);
        } catch (IOException e) {
            conversation.say("cannot write " + file + ": " + reason(e));
        }
    }

    private static void edit(Conversation conversation, String argument) {
        String editor = Objects.requireNonNullElse(System.getenv("EDITOR"), "vi");
        try {
            Path file = Files.createTempFile("input", ".tdsl");
            try {
                Files.writeString(file, conversation.lastInput());
                // The variable may hold options too, so a shell has to take it apart.
                if (conversation.runOnTerminal(List.of("sh", "-c", editor + " \"$0\"", file.toString()))) {
                    runEdited(conversation, Files.readString(file).strip());
                }
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            conversation.say("cannot edit: " + reason(e));
        }
    }

    private static void runEdited(Conversation conversation, String input) {
        if (!input.isEmpty()) {
            conversation.say(input);
            conversation.respond(input);
        }
    }

    private static String reason(IOException error) {
        return switch (error) {
            case NoSuchFileException _ -> "there is no such file or folder";
            case CharacterCodingException _ -> "it is not UTF-8 text";
            default -> error.getMessage();
        };
    }

    private static void showMemory(Conversation conversation, String argument) {
        for (Device device : Devices.usable()) {
            MemoryStatistics memory = Devices.memory(device);
            if (device == Device.CPU || memory.reserved() > 0) {
                conversation.say(String.format(
                        Locale.ROOT,
                        "tensors%s: %s in use, %s kept for reuse",
                        device == Device.CPU ? "" : " on " + device,
                        Summaries.bytes(memory.used()),
                        Summaries.bytes(memory.reserved() - memory.used())));
            }
        }
    }

    private static void device(Conversation conversation, String name) {
        if (!name.isEmpty()) {
            conversation.evaluate("set_default_device(\"" + name.replaceAll("[^\\w:]", "") + "\")");
        }
        conversation
                .evaluate("str(get_default_device())")
                .ifPresent(current -> conversation.say("%s, of %s".formatted(current.asString(), Devices.usable())));
    }

    private static void clear(Conversation conversation, String argument) {
        conversation.variableNames().forEach(conversation.variables()::removeMember);
    }
}
