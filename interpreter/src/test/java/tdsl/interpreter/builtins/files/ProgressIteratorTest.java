package tdsl.interpreter.builtins.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ProgressIteratorTest {
    /// What is shown while a loop with a pause in each round runs through some elements.
    private static String shown(boolean isTerminal, int count, long pauseMillis) throws InterruptedException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        Iterator<Object> elements =
                IntStream.range(0, count).<Object>mapToObj(i -> (long) i).iterator();
        Iterator<Object> progress = new ProgressIterator(
                elements, "loop", OptionalLong.of(count), new ProgressIterator.Output(stream, isTerminal));
        while (progress.hasNext()) {
            progress.next();
            Thread.sleep(pauseMillis);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void everyBarClearsWhatIsLeftOfTheOneBefore() throws InterruptedException {
        String shown = shown(true, 5, 150);
        List<String> bars = List.of(shown.substring(1).split("\r"));
        assertTrue(bars.size() > 1, shown);
        bars.forEach(bar -> assertTrue(bar.endsWith("\u001b[K"), shown));
        assertEquals("\u001b[K", bars.getLast());
    }

    @Test
    void shortLoopShowsNothing() throws InterruptedException {
        assertEquals("", shown(false, 3, 0));
    }
}
