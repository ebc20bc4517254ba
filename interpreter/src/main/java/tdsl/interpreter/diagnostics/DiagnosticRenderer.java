package tdsl.interpreter.diagnostics;

import com.oracle.truffle.api.source.SourceSection;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/// Writes diagnostics in the one format that every front end shows:
///
///     ShapeError: matmul: last axis of x (64) must equal second-to-last axis of w (32)
///       --> model.tdsl:12:13
///        |
///     12 |     let h = x @ w + b
///        |             ^   ^ w: f32[32, 10], made at model.tdsl:3:9
///        |             x: f32[128, 64]
///        = hint: w.T is f32[10, 32]; x needs 32 columns
///     called from train at model.tdsl:30:5
public final class DiagnosticRenderer {
    private static final int FIRST_CALLS_SHOWN = 8;
    private static final int LAST_CALLS_SHOWN = 4;

    private final boolean colored;

    public DiagnosticRenderer(boolean colored) {
        this.colored = colored;
    }

    /// Several diagnostics, an empty line between two. Ends without a line break.
    public String render(List<Diagnostic> diagnostics) {
        return String.join(
                System.lineSeparator() + System.lineSeparator(),
                diagnostics.stream().map(this::render).toList());
    }

    /// One diagnostic. Ends without a line break.
    public String render(Diagnostic diagnostic) {
        List<String> lines = new ArrayList<>();
        lines.add(style(Style.ERROR, diagnostic.kind().label())
                + style(Style.STRONG, ": " + diagnostic.message().strip()));
        String margin = " ";
        if (diagnostic.where().isPresent()) {
            SourceSection where = diagnostic.where().get();
            TreeMap<Integer, List<Label>> labelsByLine = labelsByLine(diagnostic, where);
            margin = " ".repeat(String.valueOf(labelsByLine.lastKey()).length());
            lines.add(margin + style(Style.FRAME, "--> ") + Locations.of(where));
            lines.add(margin + style(Style.FRAME, " |"));
            for (var entry : labelsByLine.entrySet()) {
                addExcerpt(lines, margin, where, entry.getKey(), entry.getValue());
            }
        }
        String indent = margin;
        diagnostic.hint().ifPresent(hint -> lines.add(indent + style(Style.FRAME, " = ") + "hint: " + hint));
        addTrace(lines, diagnostic.trace());
        return String.join(System.lineSeparator(), lines);
    }

    /// Labels in the file of the error, under the line where each begins; the error's own place has an empty one unless
    /// others cover it.
    private static TreeMap<Integer, List<Label>> labelsByLine(Diagnostic diagnostic, SourceSection where) {
        TreeMap<Integer, List<Label>> labels = new TreeMap<>();
        for (Label label : diagnostic.labels()) {
            if (label.section().getSource().equals(where.getSource())) {
                labels.computeIfAbsent(label.section().getStartLine(), _ -> new ArrayList<>())
                        .add(label);
            }
        }
        if (!labels.containsKey(where.getStartLine())) {
            labels.put(where.getStartLine(), List.of(new Label(where, "")));
        }
        return labels;
    }

    private void addExcerpt(List<String> lines, String margin, SourceSection where, int line, List<Label> labels) {
        String text = where.getSource()
                .getCharacters(line)
                .toString()
                .replace('\t', ' ')
                .stripTrailing();
        String number = String.format(Locale.ROOT, "%" + margin.length() + "d", line);
        lines.add(style(Style.FRAME, number + " |") + (text.isEmpty() ? "" : " " + text));
        List<Label> fromRight = labels.stream()
                .sorted(Comparator.comparingInt((Label label) -> label.section().getStartColumn())
                        .reversed())
                .toList();
        String frame = margin + style(Style.FRAME, " | ");
        String beside = fromRight.getFirst().text();
        lines.add(frame + style(Style.ERROR, carets(text, line, labels)) + (beside.isEmpty() ? "" : " " + beside));
        for (Label label : fromRight.subList(1, fromRight.size())) {
            if (!label.text().isEmpty()) {
                lines.add(frame + " ".repeat(label.section().getStartColumn() - 1) + label.text());
            }
        }
    }

    private static String carets(String text, int line, List<Label> labels) {
        StringBuilder marks = new StringBuilder();
        for (Label label : labels) {
            SourceSection section = label.section();
            int start = section.getStartColumn() - 1;
            int end = section.getEndLine() > line ? text.length() : section.getEndColumn();
            for (int column = start; column < Math.max(end, start + 1); column++) {
                while (marks.length() <= column) {
                    marks.append(' ');
                }
                marks.setCharAt(column, '^');
            }
        }
        return marks.toString();
    }

    private void addTrace(List<String> lines, List<CallSite> trace) {
        if (trace.size() <= FIRST_CALLS_SHOWN + LAST_CALLS_SHOWN + 1) {
            trace.forEach(call -> lines.add(call.toString()));
            return;
        }
        int lastStart = trace.size() - LAST_CALLS_SHOWN;
        trace.subList(0, FIRST_CALLS_SHOWN).forEach(call -> lines.add(call.toString()));
        lines.add(String.format(Locale.ROOT, "… %d more calls", lastStart - FIRST_CALLS_SHOWN));
        trace.subList(lastStart, trace.size()).forEach(call -> lines.add(call.toString()));
    }

    private enum Style {
        ERROR("\u001b[1;31m"),
        STRONG("\u001b[1m"),
        FRAME("\u001b[34m");

        private final String start;

        Style(String start) {
            this.start = start;
        }
    }

    private String style(Style style, String text) {
        return colored ? style.start + text + "\u001b[0m" : text;
    }
}
