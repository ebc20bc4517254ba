package tdsl.interpreter.repl;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.graalvm.polyglot.Value;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;
import tdsl.grammar.Word;
import tdsl.interpreter.builtins.Builtins;
import tdsl.tensor.ops.OpIndex;

/// Completes names: of variables, operations and keywords, and after a dot those of the members of a value. Looks
/// values
/// up, but never runs code for it.
final class NameCompleter implements Completer {
    /// `a.b.` before the cursor.
    private static final Pattern RECEIVER =
            Pattern.compile("([\\p{L}_][\\p{L}\\p{Nd}_]*(?:\\.[\\p{L}_][\\p{L}\\p{Nd}_]*)*)\\.$");

    private final Conversation conversation;

    NameCompleter(Conversation conversation) {
        this.conversation = conversation;
    }

    @Override
    public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
        String word = line.word();
        String before = line.line().substring(0, line.cursor() - word.length());
        candidates(before, word).stream()
                .filter(name -> name.startsWith(word))
                .map(name -> new Candidate(name, name, null, null, null, null, false))
                .forEach(candidates::add);
    }

    private Collection<String> candidates(String before, String word) {
        if (ReplCommand.takesFile(before)) {
            return FileNames.startingWith(word);
        } else if (before.strip().equals(":")) {
            return ReplCommands.ALL.stream().map(ReplCommand::name).toList();
        } else if (!before.endsWith(".")) {
            return globalNames(before);
        }
        Matcher receiver = RECEIVER.matcher(before);
        return receiver.find()
                ? lookUp(receiver.group(1)).map(NameCompleter::memberNames).orElse(Set.of())
                : Set.of();
    }

    private static Set<String> memberNames(Value value) {
        Set<String> names = new TreeSet<>(value.getMemberKeys());
        if (Conversation.isTensor(value)) {
            names.addAll(OpIndex.shownNames());
        }
        return names;
    }

    private Collection<String> globalNames(String before) {
        Set<String> names = new TreeSet<>(conversation.variables().getMemberKeys());
        names.addAll(CallContext.argumentNames(before));
        names.addAll(Builtins.names());
        names.addAll(Word.keywords());
        return names;
    }

    /// The value of a path of names such as `net.layers`.
    private Optional<Value> lookUp(String path) {
        Value value = conversation.variables();
        for (String name : path.split("\\.")) {
            value = value.getMember(name);
            if (value == null) {
                return Optional.empty();
            }
        }
        return Optional.of(value);
    }
}
