package tdsl.grammar.parser;

import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.antlr.v4.runtime.Token;
import tdsl.grammar.ast.Span;

/// Puts into words what the parser stumbled over.
final class ParseErrors {
    private static final int MAX_LISTED = 4;

    private final ErrorSink errors;
    private final Positions positions;

    /// Where the errors start that were known before parsing.
    private final NavigableSet<Integer> earlierErrors = new TreeSet<>();

    ParseErrors(ErrorSink errors, Positions positions) {
        this.errors = errors;
        this.positions = positions;
        errors.inOrder().forEach(error -> earlierErrors.add(error.span().start()));
    }

    /// Reports that `parser` cannot go on at `found`, unless there was an error in the same statement before
    /// parsing: this one is then likely its consequence.
    ///
    /// @param lookedAhead whether the parser still stands before `found`: what it expects there is then unknown
    void report(TdslParser parser, Token found, boolean lookedAhead) {
        ParseSituation situation = new ParseSituation(parser, found, lookedAhead);
        Span place = place(situation);
        int statementStart = Math.min(positions.of(situation.statementStart()).start(), place.start());
        Integer earlier = earlierErrors.ceiling(statementStart);
        if (earlier != null && earlier <= place.start()) {
            return;
        }
        String message = message(situation);
        if (situation.endsTooEarly()) {
            errors.reportIncomplete(place, message);
        } else {
            ParseHints.hintFor(situation)
                    .ifPresentOrElse(hint -> errors.report(place, message, hint), () -> errors.report(place, message));
        }
    }

    /// The token found; where the line or source ends instead, the place right after the last token.
    private Span place(ParseSituation situation) {
        if (!situation.isAtLineEnd()) {
            return positions.of(situation.found());
        }
        Token previous = situation.previous();
        int end = previous == null
                ? positions.of(situation.found()).start()
                : positions.of(previous).end();
        return new Span(end, end);
    }

    private static String message(ParseSituation situation) {
        int type = situation.found().getType();
        String text = situation.found().getText();
        if (situation.isIn(TdslParser.RULE_letStatement)
                && situation.isAtLineEnd()
                && situation.expects(TdslParser.ASSIGN)) {
            return "`let %s` needs a value".formatted(situation.textBeforeFound());
        }
        if (type == TdslParser.ASSIGN && !situation.expectsExpression() && !situation.expectsName()) {
            return "`=` assigns, and cannot stand within an expression";
        }
        if (Tokens.isKeyword(type) && situation.expectsName()) {
            return "`%s` is a keyword and cannot be a name".formatted(text);
        }
        if (situation.isLoneClause()) {
            return "unexpected `%s`".formatted(text);
        }
        String wanted = wanted(situation);
        return wanted.isEmpty()
                ? "unexpected " + describe(situation)
                : "expected %s, found %s".formatted(wanted, describe(situation));
    }

    private static String wanted(ParseSituation situation) {
        if (situation.expectsExpression()) {
            return situation.followsOperator()
                    ? "an expression after `%s`".formatted(situation.previous().getText())
                    : "an expression";
        }
        if (situation.expectsName()) {
            return situation.expects(TdslParser.LPAREN) ? "a name or `(`" : "a name";
        }
        if (situation.isBetweenMembers()) {
            return situation.isIn(TdslParser.RULE_classDeclaration)
                    ? "a `let` field or a `fn` method"
                    : "`forward`, `backward` or `symbolic`";
        }
        if (situation.expectsEndOfStatement()) {
            return "a newline or `;`";
        }
        if (situation.expects(TdslParser.LBRACE) && !situation.expects(TdslParser.COMMA)) {
            return body(situation);
        }
        List<String> marks = situation.expectedMarks();
        return marks.size() > MAX_LISTED ? "" : listed(marks);
    }

    private static String body(ParseSituation situation) {
        if (situation.expects(TdslParser.FAT_ARROW)) {
            return "a body, `=> …` or `{ … }`";
        }
        return situation.expects(TdslParser.ASSIGN) ? "a body, `= …` or `{ … }`" : "`{` to open a block";
    }

    private static String listed(List<String> marks) {
        if (marks.size() < 2) {
            return String.join("", marks);
        }
        return marks.stream().limit(marks.size() - 1L).collect(Collectors.joining(", ")) + " or " + marks.getLast();
    }

    private static String describe(ParseSituation situation) {
        if (situation.isAtEnd()) {
            return "the end of the input";
        }
        Token found = situation.found();
        return switch (found.getType()) {
            case TdslParser.NEWLINE -> Tokens.isInserted(found) ? "`}`" : "the end of the line";
            case TdslParser.STRING_OPEN, TdslParser.RAW_STRING -> "a string";
            case TdslParser.EMPTY_BRACES -> "`{}`";
            default -> "`" + found.getText() + "`";
        };
    }
}
