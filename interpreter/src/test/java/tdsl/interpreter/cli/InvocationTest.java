package tdsl.interpreter.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tdsl.interpreter.cli.session.Tool;

class InvocationTest {
    private static Invocation parse(String... words) throws UsageException {
        return Invocation.parse(List.of(words), true);
    }

    private static String refusal(String... words) {
        return assertThrows(UsageException.class, () -> parse(words)).getMessage();
    }

    @Test
    void nothingAtATerminalIsAConversation() throws UsageException {
        assertEquals(new Command.StartRepl(), parse().command());
    }

    @Test
    void threadsAreAtLeastOne() throws UsageException {
        assertEquals(Optional.of(new ThreadCount(3)), parse("--threads", "3").threads());
        assertTrue(refusal("--threads", "0").contains("'0' is not a number of threads"));
    }

    @Test
    void nothingElsewhereIsAScriptOnStandardInput() throws UsageException {
        assertEquals(
                new Command.RunStandardInput(),
                Invocation.parse(List.of(), false).command());
    }

    @Test
    void allAfterTheScriptBelongsToTheScript() throws UsageException {
        Invocation line = parse("--seed", "3", "model.tdsl", "--seed", "4", "-e", "--");
        assertEquals(new Command.RunFile("model.tdsl"), line.command());
        assertEquals(List.of("--seed", "4", "-e", "--"), line.scriptArguments());
        assertEquals(Optional.of(3L), line.seed());
    }

    @Test
    void codeMayLookLikeAnOption() throws UsageException {
        Invocation line = parse("-e", "-1", "a");
        assertEquals(new Command.Evaluate("-1"), line.command());
        assertEquals(List.of("a"), line.scriptArguments());
    }

    @Test
    void scriptMayHaveANameThatLooksLikeAnOption() throws UsageException {
        assertEquals(new Command.RunFile("--odd"), parse("--", "--odd").command());
    }

    @Test
    void dashIsStandardInput() throws UsageException {
        Invocation line = parse("-", "x");
        assertEquals(new Command.RunStandardInput(), line.command());
        assertEquals(List.of("x"), line.scriptArguments());
    }

    @Test
    void valueMayFollowAnEqualsSign() throws UsageException {
        assertEquals(Optional.of(-5L), parse("--seed=-5").seed());
    }

    @Test
    void helpWinsOverWhatElseIsAskedFor() throws UsageException {
        assertEquals(new Command.ShowHelp(), parse("--help", "-e", "1").command());
    }

    @ParameterizedTest
    @CsvSource({"1000, 1000", "2k, 2048", "500M, 524288000", "1.5g, 1610612736"})
    void sizesHaveUnits(String text, long bytes) throws UsageException {
        assertEquals(
                Optional.of(new ByteSize(bytes)), parse("--max-memory", text).maxMemory());
    }

    @Test
    void toolsListenWhereTheyAreToldOrWhereTheyUsuallyDo() throws UsageException {
        Invocation usual = parse("--inspect", "9229.tdsl", "--dap");
        assertEquals(Map.of(Tool.INSPECTOR, Tool.USUAL), usual.tools());
        assertEquals(new Command.RunFile("9229.tdsl"), usual.command());
        Invocation told = parse("--dap=4712", "--profile", "-e", "1");
        assertEquals(Map.of(Tool.ADAPTER, "4712", Tool.PROFILER, Tool.USUAL), told.tools());
        assertEquals("Invalid value for option '--inspect': 'x' is not a port such as 9229", refusal("--inspect=x"));
    }

    @Test
    void misspeltOptionBringsTheNearest() {
        assertEquals("unknown option --sede; did you mean --seed?", refusal("--sede", "1"));
    }

    @Test
    void refusalsNameTheOption() {
        assertEquals("Missing required parameter for option '--seed' (N)", refusal("--seed"));
        assertEquals("Invalid value for option '--seed': 'x' is not a long", refusal("--seed", "x"));
        assertEquals(
                "Invalid value for option '--max-memory': '4Q' is not a size such as 500M",
                refusal("--max-memory", "4Q"));
        assertTrue(refusal("--debug=yes").contains("'--debug'"), refusal("--debug=yes"));
        assertTrue(refusal("-e", "1", "-e", "2").contains("only once"), refusal("-e", "1", "-e", "2"));
    }

    @Test
    void wordsThatAreCommandsComeFirst() throws UsageException {
        assertEquals(
                new Command.Format(List.of("a.tdsl", "b.tdsl"), true),
                parse("fmt", "--check", "a.tdsl", "b.tdsl").command());
        assertEquals(
                new Command.Explain(Optional.of("sum")), parse("doc", "sum").command());
        assertEquals(new Command.Explain(Optional.empty()), parse("doc").command());
        assertEquals(new Command.Evaluate("args"), parse("-e", "args", "fmt").command());
        assertEquals(List.of("fmt"), parse("-e", "args", "fmt").scriptArguments());
    }

    @Test
    void aCommandRefusesWhatItDoesNotTake() {
        assertTrue(refusal("fmt").startsWith("Missing required parameter"), refusal("fmt"));
        assertEquals("unknown option --chek; did you mean --check?", refusal("fmt", "--chek", "a.tdsl"));
        assertEquals("unexpected argument b", refusal("doc", "a", "b"));
    }
}
