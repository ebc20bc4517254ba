package tdsl.interpreter.cli.session;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.SourceSection;
import org.graalvm.polyglot.Value;

/// Turns what ended a script into text for people.
///
/// @param colored whether the text may contain colours
/// @param debug whether to add the Java stack trace
public record ErrorReport(boolean colored, boolean debug) {
    /// The text, ending with a line break.
    public String describe(PolyglotException error) {
        if (error.isInternalError()) {
            return describeFault(error);
        }
        return summary(error).stripTrailing() + System.lineSeparator() + stackTrace(error);
    }

    /// The text about an error that is nobody's but our own.
    public String describeFault(Throwable fault) {
        return """
                InternalError: %s
                This is a fault of TDSL itself, not of the script. Please report it, with the script and what --debug shows.
                %s""".formatted(fault instanceof PolyglotException ? fault.getMessage() : fault, stackTrace(fault));
    }

    private String summary(PolyglotException error) {
        Value thrown = error.getGuestObject();
        String member = colored ? "coloredDiagnostic" : "diagnostic";
        if (thrown != null && thrown.hasMember(member)) {
            return thrown.getMember(member).asString();
        }
        return title(error) + location(error);
    }

    private static String title(PolyglotException error) {
        if (error.isInterrupted() || error.isCancelled()) {
            return "Interrupted";
        } else if (error.isResourceExhausted()) {
            return "OutOfMemoryError: " + error.getMessage();
        }
        return error.isHostException() ? error.asHostException().toString() : error.getMessage();
    }

    private static String location(PolyglotException error) {
        SourceSection section = error.getSourceLocation();
        if (section == null) {
            return "";
        }
        return "%n --> %s:%d:%d"
                .formatted(section.getSource().getName(), section.getStartLine(), section.getStartColumn());
    }

    /// Empty unless it is to be shown.
    private String stackTrace(Throwable error) {
        if (!debug) {
            return "";
        }
        StringWriter text = new StringWriter();
        error.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
