package tdsl.interpreter.diagnostics;

import com.oracle.truffle.api.TruffleStackTrace;
import com.oracle.truffle.api.TruffleStackTraceElement;
import com.oracle.truffle.api.nodes.LanguageInfo;
import com.oracle.truffle.api.nodes.RootNode;
import com.oracle.truffle.api.source.SourceSection;
import java.util.ArrayList;
import java.util.List;

/// A call on the way to an error.
///
/// @param caller the function in which the call stands
/// @param location where the call stands, as `model.tdsl:30:5`
public record CallSite(String caller, String location) {
    /// The calls that were under way when an exception was thrown, innermost first.
    public static List<CallSite> of(Throwable exception) {
        List<TruffleStackTraceElement> elements = TruffleStackTrace.getStackTrace(exception);
        if (elements == null) {
            return List.of();
        }
        List<CallSite> calls = new ArrayList<>();
        // The first element is the place of the error itself.
        for (TruffleStackTraceElement element : elements.subList(Math.min(1, elements.size()), elements.size())) {
            SourceSection section = Locations.sectionOf(element.getLocation());
            RootNode root = element.getTarget().getRootNode();
            LanguageInfo language = root.getLanguageInfo();
            if (section != null && language != null && !language.isInternal()) {
                calls.add(new CallSite(root.getName(), Locations.of(section)));
            }
        }
        return calls;
    }

    @Override
    public String toString() {
        return "called from " + caller + " at " + location;
    }
}
