package tdsl.grammar.parser;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.TokenStream;
import org.antlr.v4.runtime.misc.IntervalSet;
import tdsl.grammar.ast.Span;

/// Puts into words what the parser stumbled over.
final class ParseErrors {
    private static final int MAX_LISTED = 4;

    private final ErrorSink errors;
    private final Positions positions;

    ParseErrors(ErrorSink errors, Positions positions) {
        this.errors = errors;
        this.positions = positions;
    }

    /// Reports that `parser` cannot go on at `found`.
    ///
    /// @param lookedAhead whether the parser itself still stands before `found`, so that what it expects
    /// there is unknown
    void report(TdslParser parser, Token found, boolean lookedAhead) {
        Situation situation = new Situation(parser, found, lookedAhead);
        if (situation.isConsequence()) {
            return;
        }
        if (situation.endsTooEarly()) {
            errors.reportIncomplete(situation.place(), situation.message());
            return;
        }
        String message = situation.message();
        situation
                .hint()
                .ifPresentOrElse(
                        hint -> errors.report(situation.place(), message, hint),
                        () -> errors.report(situation.place(), message));
    }

    /// Where the parser stands, and what around it tells why.
    private final class Situation {
        final Token found;
        final Token previous;
        final Token next;
        final TokenStream tokens;
        final ParserRuleContext context;
        final IntervalSet expected;

        Situation(TdslParser parser, Token found, boolean lookedAhead) {
            this.found = found;
            tokens = parser.getInputStream();
            previous = tokenAt(found.getTokenIndex() - 1);
            next = tokenAt(found.getTokenIndex() + 1);
            context = parser.getContext();
            expected = lookedAhead ? new IntervalSet() : parser.getExpectedTokens();
        }

        private Token tokenAt(int index) {
            return index >= 0 && index < tokens.size() ? tokens.get(index) : null;
        }

        /// Whether an error that is known already is the cause of this one.
        boolean isConsequence() {
            boolean atInsertedBracket = Tokens.isInserted(found) && found.getType() != TdslParser.NEWLINE;
            boolean afterInsertedBracket =
                    previous != null && Tokens.isInserted(previous) && previous.getType() != TdslParser.NEWLINE;
            return atInsertedBracket || afterInsertedBracket || (isAtEnd() && errors.hasIncomplete());
        }

        /// Whether only what was put in at the end of the file follows.
        boolean isAtEnd() {
            Token last = tokens.get(tokens.size() - 1);
            boolean isTrailingNewline = found.getType() == TdslParser.NEWLINE && next == last;
            return found == last
                    || isTrailingNewline
                    || Tokens.isInserted(found) && found.getStartIndex() == last.getStartIndex();
        }

        boolean endsTooEarly() {
            return isAtEnd() && previous != null && Tokens.isContinuing(previous);
        }

        Span place() {
            if (!isLineEnd()) {
                return positions.of(found);
            }
            int end = previous == null
                    ? positions.of(found).start()
                    : positions.of(previous).end();
            return new Span(end, end);
        }

        boolean isLineEnd() {
            return found.getType() == TdslParser.NEWLINE || found.getType() == Token.EOF;
        }

        String message() {
            int type = found.getType();
            if (isIn(TdslParser.RULE_letStatement) && isLineEnd() && expected.contains(TdslParser.ASSIGN)) {
                return "`let %s` needs a value"
                        .formatted(textSince(context.getStart().getTokenIndex() + 1));
            }
            if (type == TdslParser.ASSIGN && !expectsExpression()) {
                return "`=` assigns, and cannot stand within an expression";
            }
            if (Tokens.isKeyword(type) && expectsName()) {
                return "`%s` is a keyword and cannot be a name".formatted(found.getText());
            }
            if (startsClauseOfAnother(type)) {
                return "unexpected `%s`".formatted(found.getText());
            }
            String wanted = wanted();
            return wanted.isEmpty()
                    ? "unexpected " + describeFound()
                    : "expected %s, found %s".formatted(wanted, describeFound());
        }

        private boolean startsClauseOfAnother(int type) {
            return !expectsExpression()
                    && (type == TdslParser.ELSE || type == TdslParser.CATCH || type == TdslParser.FINALLY);
        }

        private String wanted() {
            if (expectsExpression()) {
                return previous != null && Tokens.isContinuing(previous)
                        ? "an expression after `%s`".formatted(previous.getText())
                        : "an expression";
            }
            if (expectsName()) {
                return expected.contains(TdslParser.LPAREN) ? "a name or `(`" : "a name";
            }
            if (expected.contains(TdslParser.NEWLINE) && !expected.contains(TdslParser.LET)) {
                return "a newline or `;`";
            }
            if (expected.contains(TdslParser.LBRACE) && !expected.contains(TdslParser.COMMA)) {
                return expected.contains(TdslParser.ASSIGN) ? "a body, `{ … }` or `= …`" : "`{` to open a block";
            }
            List<String> marks = expected.toList().stream()
                    .filter(type -> !isOperator(type))
                    .map(type -> TdslParser.VOCABULARY.getLiteralName(type))
                    .filter(name -> name != null)
                    .map(name -> "`" + name.substring(1, name.length() - 1) + "`")
                    .toList();
            return marks.size() > MAX_LISTED ? "" : listed(marks);
        }

        private static String listed(List<String> marks) {
            if (marks.size() < 2) {
                return String.join("", marks);
            }
            return marks.stream().limit(marks.size() - 1L).collect(Collectors.joining(", ")) + " or " + marks.getLast();
        }

        /// Whether a token only lengthens an expression that could as well end.
        private boolean isOperator(int type) {
            boolean afterOperand = expected.contains(TdslParser.POWER);
            return afterOperand
                    && switch (type) {
                        case TdslParser.DOT, TdslParser.LPAREN, TdslParser.LBRACKET, TdslParser.BY -> true;
                        case TdslParser.COMMA, TdslParser.ASSIGN, TdslParser.ELSE, TdslParser.FAT_ARROW -> false;
                        default -> Tokens.isOperator(type);
                    };
        }

        private boolean expectsExpression() {
            if (expected.isNil()) {
                return previous != null
                        && (Tokens.isContinuing(previous) || Tokens.isBracketOpening(previous.getType()));
            }
            return expected.contains(TdslParser.INTEGER) && !expected.contains(TdslParser.LET);
        }

        private boolean expectsName() {
            return expected.contains(TdslParser.NAME) && !expected.contains(TdslParser.INTEGER);
        }

        private boolean isIn(int ruleIndex) {
            return context.getRuleIndex() == ruleIndex;
        }

        private String describeFound() {
            if (isAtEnd()) {
                return "the end of the input";
            }
            return switch (found.getType()) {
                case TdslParser.NEWLINE -> Tokens.isInserted(found) ? "`}`" : "the end of the line";
                case TdslParser.STRING_OPEN, TdslParser.RAW_STRING -> "a string";
                case TdslParser.STRING_TEXT -> "text";
                default -> "`" + found.getText() + "`";
            };
        }

        private String textSince(int firstIndex) {
            StringBuilder text = new StringBuilder();
            for (int index = firstIndex; index < found.getTokenIndex(); index++) {
                text.append(tokens.get(index).getText())
                        .append(tokens.get(index).getType() == TdslParser.COMMA ? " " : "");
            }
            return text.toString();
        }

        Optional<String> hint() {
            return switch (found.getType()) {
                case TdslParser.ASSIGN -> expectsExpression() ? Optional.empty() : Optional.of("use `==` to compare");
                case TdslParser.COLON -> colonHint();
                case TdslParser.COMMA ->
                    isIn(TdslParser.RULE_letStatement) ? Optional.of("write `let (a, b) = …`") : Optional.empty();
                case TdslParser.ELSE, TdslParser.CATCH, TdslParser.FINALLY -> clauseHint();
                case TdslParser.FAT_ARROW -> Optional.of("a function without a name is written `fn(x) => …`");
                case TdslParser.FOR ->
                    isIn(TdslParser.RULE_row) || expected.contains(TdslParser.RPAREN)
                            ? Optional.of("a comprehension stands in brackets: `[f(x) for x in xs]`")
                            : Optional.empty();
                default -> wordHint();
            };
        }

        private Optional<String> colonHint() {
            if (isIn(TdslParser.RULE_letStatement)) {
                return Optional.of("variables take no type; parameters do");
            }
            return Optional.of("a block stands in braces: `{ … }`")
                    .filter(_ -> next != null && next.getType() == TdslParser.NEWLINE);
        }

        private Optional<String> clauseHint() {
            return previous == null || previous.getType() != TdslParser.NEWLINE
                    ? Optional.empty()
                    : Optional.of("`%s` goes on the line of the `}` before it".formatted(found.getText()));
        }

        /// A hint for a word of another language, here or just before.
        private Optional<String> wordHint() {
            Optional<String> here = ForeignWords.hintFor(found.getText());
            if (here.isPresent() || previous == null) {
                return here;
            }
            return ForeignWords.hintFor(previous.getText()).or(this::commaHint);
        }

        private Optional<String> commaHint() {
            boolean elementFollows = expected.contains(TdslParser.COMMA) && Tokens.startsOperand(found.getType());
            return elementFollows ? Optional.of("elements are separated by `,`") : Optional.empty();
        }
    }
}
