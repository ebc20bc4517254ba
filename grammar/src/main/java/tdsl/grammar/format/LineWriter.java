package tdsl.grammar.format;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.antlr.v4.runtime.CommonToken;
import tdsl.grammar.parser.Positions;
import tdsl.grammar.parser.TdslLexer;
import tdsl.grammar.parser.Tokens;

/// Writes lines of tokens with indentation, spaces and comments where they belong.
final class LineWriter {
    private static final int INDENT = 4;
    private static final int GAP_BEFORE_COMMENT = 2;

    /// @param comment at the end of the line; empty if there is none
    private record Line(String code, String comment) {
        static final Line EMPTY = new Line("", "");

        boolean isEmpty() {
            return code.isEmpty() && comment.isEmpty();
        }

        boolean isFollowedByComment() {
            return !code.isEmpty() && !comment.isEmpty();
        }
    }

    /// @param level of the line that opens it
    private record OpenBracket(int level, boolean holdsStatements) {}

    private final String text;
    private final Positions positions;
    private final Spacing spacing;
    private final List<Line> lines = new ArrayList<>();
    private final Deque<OpenBracket> open = new ArrayDeque<>();
    private CommonToken last;

    LineWriter(String text, Positions positions, Spacing spacing) {
        this.text = text;
        this.positions = positions;
        this.spacing = spacing;
    }

    /// @return the text, ending with a line break unless it is empty
    String write(List<List<CommonToken>> source) {
        for (List<CommonToken> line : source) {
            if (line.isEmpty()) {
                addEmptyLine();
            } else {
                addLine(line);
            }
        }
        removeEmptyEnd();
        return joined();
    }

    private void addEmptyLine() {
        boolean atStart = lines.isEmpty() || lines.getLast().isEmpty();
        boolean afterOpening = last != null && Tokens.isBracketOpening(last.getType());
        if (!atStart && !(afterOpening && !lines.getLast().code().isEmpty())) {
            lines.add(Line.EMPTY);
        }
    }

    private void removeEmptyEnd() {
        while (!lines.isEmpty() && lines.getLast().isEmpty()) {
            lines.removeLast();
        }
    }

    private void addLine(List<CommonToken> tokens) {
        boolean closes = Tokens.isBracketClosing(tokens.getFirst().getType());
        if (closes) {
            removeEmptyEnd();
        }
        int level = level(tokens);
        StringBuilder code = new StringBuilder();
        String comment = "";
        CommonToken left = null;
        for (CommonToken token : tokens) {
            if (token.getType() == TdslLexer.COMMENT) {
                comment = textOf(token).stripTrailing();
            } else {
                if (left != null && spacing.isSpaced(left, token)) {
                    code.append(' ');
                }
                code.append(textOf(token));
                left = token;
            }
        }
        String indent = " ".repeat(INDENT * level);
        if (left == null) {
            lines.add(new Line("", indent + comment));
        } else {
            lines.add(new Line(indent + code, comment));
            trackBrackets(tokens, level);
            last = left;
        }
    }

    private String textOf(CommonToken token) {
        if (token.getType() == TdslLexer.EMPTY_BRACES) {
            return "{}";
        }
        return text.substring(positions.of(token).start(), positions.of(token).end());
    }

    private int level(List<CommonToken> tokens) {
        CommonToken first = tokens.getFirst();
        if (Tokens.isBracketClosing(first.getType())) {
            return levelOfOpening(tokens);
        }
        int level = open.isEmpty() ? 0 : open.element().level() + 1;
        return continuesStatement(first) ? level + 1 : level;
    }

    /// The closing brackets at the start of a line stand below the line that opened the last of them.
    private int levelOfOpening(List<CommonToken> tokens) {
        int level = 0;
        int index = 0;
        for (OpenBracket bracket : open) {
            if (!Tokens.isBracketClosing(tokens.get(index).getType())) {
                break;
            }
            level = bracket.level();
            index++;
            if (index == tokens.size()) {
                break;
            }
        }
        return level;
    }

    /// Whether a line goes on with the statement of the line before, not in a bracket.
    private boolean continuesStatement(CommonToken first) {
        boolean amongStatements = open.isEmpty() || open.element().holdsStatements();
        return amongStatements && last != null && (spacing.continuesExpression(first) || Tokens.isContinuing(last));
    }

    private void trackBrackets(List<CommonToken> tokens, int lineLevel) {
        int level = lineLevel;
        for (CommonToken token : tokens) {
            if (Tokens.isBracketOpening(token.getType())) {
                open.push(new OpenBracket(level, token.getType() == TdslLexer.LBRACE));
            } else if (Tokens.isBracketClosing(token.getType())) {
                // What opens after the parameters of several lines belongs to the line on which those began.
                level = Math.min(level, open.pop().level());
            }
        }
    }

    private String joined() {
        StringBuilder result = new StringBuilder();
        for (int start = 0; start < lines.size(); ) {
            int end = start;
            int width = 0;
            while (end < lines.size() && lines.get(end).isFollowedByComment()) {
                width = Math.max(width, width(lines.get(end)));
                end++;
            }
            for (Line line : lines.subList(start, end)) {
                result.append(line.code())
                        .repeat(' ', width + GAP_BEFORE_COMMENT - width(line))
                        .append(line.comment())
                        .append('\n');
            }
            if (end < lines.size()) {
                Line line = lines.get(end);
                result.append(line.code()).append(line.comment()).append('\n');
            }
            start = end + 1;
        }
        return result.toString();
    }

    /// Columns of the code, of which a string may take several lines.
    private static int width(Line line) {
        String code = line.code();
        String lastLine = code.substring(code.lastIndexOf('\n') + 1);
        return lastLine.codePointCount(0, lastLine.length());
    }
}
