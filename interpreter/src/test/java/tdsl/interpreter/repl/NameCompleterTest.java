package tdsl.interpreter.repl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.graalvm.polyglot.Source;
import org.jline.reader.Candidate;
import org.jline.reader.Parser.ParseContext;
import org.jline.terminal.impl.DumbTerminal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tdsl.interpreter.cli.session.ErrorReport;
import tdsl.interpreter.cli.session.Session;

class NameCompleterTest {
    private Session session;
    private NameCompleter completer;

    @BeforeEach
    void open() throws IOException {
        session = Session.open(List.of(), OutputStream.nullOutputStream());
        DumbTerminal terminal = new DumbTerminal(
                "test",
                "dumb",
                new ByteArrayInputStream(new byte[0]),
                OutputStream.nullOutputStream(),
                StandardCharsets.UTF_8);
        completer = new NameCompleter(new Conversation(session, terminal, new ErrorReport(false, false)));
    }

    @AfterEach
    void close() {
        session.close();
    }

    private void define(String code) {
        session.evaluate(Source.create(Session.LANGUAGE, code));
    }

    private List<String> completions(String input) {
        List<Candidate> candidates = new ArrayList<>();
        completer.complete(null, new InputParser().parse(input, input.length(), ParseContext.COMPLETE), candidates);
        return candidates.stream().map(Candidate::value).toList();
    }

    @Test
    void variablesBuiltinsAndKeywordsAreNames() {
        define("let whimsy = 1");
        assertEquals(List.of("where", "while", "whimsy"), completions("let x = wh"));
    }

    @Test
    void membersFollowADot() {
        define(
                "class Point(x, y) {\nlet left = x\nfn length() = left\n}\nlet point = Point(1, 2)\nlet d = {inner: point}");
        assertTrue(completions("1 + point.le").containsAll(List.of("left", "length")));
        assertEquals(List.of("left"), completions("d.inner.lef"));
    }

    @Test
    void tensorsHaveTheOpsAsMembers() {
        define("let x = zeros(2)");
        assertTrue(completions("x.sh").contains("shape"));
        assertTrue(completions("x.resh").contains("reshape"));
    }

    @Test
    void nothingFollowsTheDotOfAnUnknownName() {
        assertEquals(List.of(), completions("unheard_of."));
    }

    @Test
    void argumentsHaveTheNamesOfTheParameters() {
        assertTrue(completions("softmax(x[0], di").contains("dim="));
        assertTrue(!completions("softmax(x) + di").contains("dim="));
    }

    @Test
    void commandsAreCompletedAfterTheColon() {
        assertEquals(List.of("type", "time"), completions(":t"));
    }

    @Test
    void filesAreCompletedWhereACommandTakesOne(@TempDir Path folder) throws IOException {
        Files.createFile(folder.resolve("model-1.tdsl"));
        Files.createDirectory(folder.resolve("models"));
        assertEquals(List.of(folder + "/model-1.tdsl", folder + "/models/"), completions(":load " + folder + "/mod"));
    }
}
