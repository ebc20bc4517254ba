package tdsl.grammar.parser;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.Token;
import tdsl.grammar.ast.Span;

/// The brackets that are open while tokens are laid out. Whatever is closed wrongly, or never, is reported here,
/// and closed by a token put in, so that the parser only ever sees balanced brackets.
final class BracketStack {

    /// How deep brackets may nest.
    static final int MAX_DEPTH = 200;

    /// A bracket, and whether a `fn` stood directly in it whose block has not opened yet.
    private static final class Bracket {
        final Token opening;
        boolean awaitsFunctionBlock;

        Bracket(Token opening) {
            this.opening = opening;
        }

        boolean isBlock() {
            return opening.getType() == TdslLexer.LBRACE;
        }

        int closingType() {
            return switch (opening.getType()) {
                case TdslLexer.LPAREN -> TdslLexer.RPAREN;
                case TdslLexer.LBRACKET -> TdslLexer.RBRACKET;
                case TdslLexer.LBRACE -> TdslLexer.RBRACE;
                case TdslLexer.DICT_OPEN -> TdslLexer.DICT_CLOSE;
                case TdslLexer.INTERPOLATION_OPEN -> TdslLexer.INTERPOLATION_CLOSE;
                default -> throw new IllegalStateException("not a bracket: " + opening);
            };
        }

        String closingText() {
            return switch (opening.getType()) {
                case TdslLexer.LPAREN -> "`)`";
                case TdslLexer.LBRACKET -> "`]`";
                default -> "`}`";
            };
        }

        String description() {
            return switch (opening.getType()) {
                case TdslLexer.LPAREN -> "the `(`";
                case TdslLexer.LBRACKET -> "the `[`";
                case TdslLexer.LBRACE -> "the block";
                case TdslLexer.DICT_OPEN -> "the dict";
                default -> "the interpolation";
            };
        }
    }

    private final Deque<Bracket> open = new ArrayDeque<>();
    private final List<Token> output;
    private final ErrorSink errors;
    private final Positions positions;

    BracketStack(List<Token> output, ErrorSink errors, Positions positions) {
        this.output = output;
        this.errors = errors;
        this.positions = positions;
    }

    void open(Token opening) {
        if (open.size() == MAX_DEPTH) {
            throw new NestingTooDeep(opening);
        }
        if (opening.getType() == TdslLexer.LBRACE) {
            noteBlock();
        }
        open.push(new Bracket(opening));
        output.add(opening);
    }

    /// Notes a `fn`, whose block may open within the innermost bracket.
    void noteFunction() {
        if (!open.isEmpty()) {
            open.element().awaitsFunctionBlock = true;
        }
    }

    /// Notes that the block of a `fn` has come, if one was awaited.
    void noteBlock() {
        if (!open.isEmpty()) {
            open.element().awaitsFunctionBlock = false;
        }
    }

    /// Whether newlines count: outside of all brackets and directly in a block.
    boolean isAtStatementLevel() {
        return open.isEmpty() || open.element().isBlock();
    }

    boolean isInterpolation() {
        return !open.isEmpty() && open.element().opening.getType() == TdslLexer.INTERPOLATION_OPEN;
    }

    /// Whether the innermost bracket is of an expression and no `fn` in it waits for its block.
    boolean refusesBlocks() {
        return !isAtStatementLevel() && !isInterpolation() && !open.element().awaitsFunctionBlock;
    }

    boolean isInList() {
        return !open.isEmpty() && open.element().opening.getType() == TdslLexer.LBRACKET;
    }

    /// Closes the bracket that `closing` belongs to and those that are still open in it. A closing token that belongs
    /// to none is dropped.
    void close(CommonToken closing) {
        Bracket partner = partnerOf(closing.getType());
        if (partner == null) {
            closeWrongly(closing);
            return;
        }
        if (open.element() != partner) {
            if (!Tokens.isInserted(closing)) {
                reportUnclosed(positions.of(closing), ", found `" + closing.getText() + "`");
            }
            while (open.element() != partner) {
                closeInnermost(closing);
            }
        }
        if (partner.isBlock()) {
            endStatement(closing);
        }
        open.pop();
        closing.setType(partner.closingType());
        output.add(closing);
    }

    /// Takes a closing token that has no partner for that of the innermost bracket of an expression, if there is one.
    private void closeWrongly(CommonToken closing) {
        if (isAtStatementLevel() || isInterpolation()) {
            errors.report(
                    positions.of(closing), "unexpected `" + closing.getText() + "`: nothing is open that it closes");
            return;
        }
        reportUnclosed(positions.of(closing), ", found `" + closing.getText() + "`");
        closing.setType(open.pop().closingType());
        output.add(closing);
    }

    /// The nearest bracket that `closingType` may close. Round and square brackets do not reach out of a block or
    /// interpolation.
    private Bracket partnerOf(int closingType) {
        for (Bracket bracket : open) {
            boolean matches = closingType == TdslLexer.RBRACE
                    ? bracket.closingType() == TdslLexer.RBRACE || bracket.closingType() == TdslLexer.DICT_CLOSE
                    : bracket.closingType() == closingType;
            if (matches) {
                return bracket;
            }
            boolean isWall = bracket.opening.getType() == TdslLexer.INTERPOLATION_OPEN
                    || (bracket.isBlock() && closingType != TdslLexer.INTERPOLATION_CLOSE);
            if (isWall) {
                return null;
            }
        }
        return null;
    }

    /// Closes the expression brackets around `next`, at which a statement or block starts: they were left open by
    /// mistake.
    void closeExpressions(Token next) {
        reportUnclosed(endOfOutput(), "");
        while (!isAtStatementLevel() && !isInterpolation()) {
            closeInnermost(next);
        }
    }

    /// Closes what was opened on a line whose end an unterminated string has swallowed, as in `print("abc)`.
    void closeLine(Token next) {
        int line = output.getLast().getLine();
        while (!isAtStatementLevel()
                && !isInterpolation()
                && open.element().opening.getLine() == line) {
            closeInnermost(next);
        }
    }

    /// Closes everything, at the end of the file.
    void closeAll(Token endOfFile) {
        if (!open.isEmpty()) {
            errors.reportIncomplete(endOfOutput(), unclosed(open.element()));
        }
        while (!open.isEmpty()) {
            closeInnermost(endOfFile);
        }
        endStatement(endOfFile);
    }

    private void closeInnermost(Token next) {
        Bracket bracket = open.element();
        if (bracket.isBlock()) {
            endStatement(next);
        }
        open.pop();
        output.add(Tokens.insertedBefore(next, bracket.closingType()));
    }

    /// Puts a newline before `next` unless the statement before it has ended already, or there is none.
    private void endStatement(Token next) {
        if (!output.isEmpty() && !Tokens.endsStatement(output.getLast())) {
            output.add(Tokens.insertedBefore(next, TdslLexer.NEWLINE));
        }
    }

    private void reportUnclosed(Span span, String suffix) {
        errors.report(span, unclosed(open.element()) + suffix);
    }

    private String unclosed(Bracket bracket) {
        return "expected %s to close %s opened at line %d"
                .formatted(bracket.closingText(), bracket.description(), positions.line(bracket.opening));
    }

    private Span endOfOutput() {
        int end = positions.of(output.getLast()).end();
        return new Span(end, end);
    }
}
