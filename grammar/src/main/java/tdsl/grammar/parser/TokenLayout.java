package tdsl.grammar.parser;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.Token;

/// Decides, between lexer and parser, which newlines end a statement and which braces hold a dict.
///
/// A newline is kept at statement level, unless the line before it goes on (it ends in an operator or comma) or
/// the next one belongs to it (it begins with `.`, `|>`, `else`, …). A statement that ends at `}` or at the end
/// of the file gets a newline put in, so that every statement ends alike. A `{` opens a dict when a key and a
/// colon follow, else a block; `{}` becomes one token, which the grammar takes as either.
final class TokenLayout {
    private final List<CommonToken> input;
    private final List<Token> output = new ArrayList<>();
    private final BracketStack brackets;
    private final ForeignSyntax foreign;
    private final ForeignRuns runs;
    private int position;

    private TokenLayout(List<CommonToken> input, ErrorSink errors, Positions positions) {
        this.input = input;
        brackets = new BracketStack(output, errors, positions);
        foreign = new ForeignSyntax(errors, positions);
        runs = new ForeignRuns(input, errors, positions);
    }

    /// Lays out the tokens of a source.
    ///
    /// @param all as the lexer gives them
    /// @return the tokens for the parser, the last being the end of the file
    /// @throws NestingTooDeep when brackets nest past the limit
    static List<Token> of(List<CommonToken> all, CommonToken endOfFile, ErrorSink errors, Positions positions) {
        List<CommonToken> visible = all.stream()
                .filter(token -> token.getChannel() == Token.DEFAULT_CHANNEL)
                .toList();
        return new TokenLayout(visible, errors, positions).run(endOfFile);
    }

    private List<Token> run(CommonToken endOfFile) {
        while (position < input.size()) {
            CommonToken token = input.get(position);
            closeForgottenBrackets(token);
            lay(token);
            position++;
        }
        closeSwallowed(endOfFile);
        brackets.closeAll(endOfFile);
        output.add(endOfFile);
        return output;
    }

    private void lay(CommonToken token) {
        switch (token.getType()) {
            case TdslLexer.NEWLINE -> {
                layNewline(token);
                position = skipNewlines(position) - 1;
            }
            case TdslLexer.LBRACE -> {
                int next = skipNewlines(position + 1);
                if (typeAt(next) == TdslLexer.RBRACE) {
                    layEmptyBraces(token, next);
                } else {
                    token.setType(opensDict() ? TdslLexer.DICT_OPEN : TdslLexer.LBRACE);
                    brackets.open(token);
                }
            }
            case TdslLexer.LPAREN, TdslLexer.LBRACKET, TdslLexer.INTERPOLATION_OPEN -> brackets.open(token);
            case TdslLexer.RPAREN, TdslLexer.RBRACKET, TdslLexer.RBRACE, TdslLexer.INTERPOLATION_CLOSE ->
                brackets.close(token);
            case TdslLexer.SEMICOLON -> {
                if (!brackets.isAtStatementLevel()) {
                    token.setType(TdslLexer.ROW_SEPARATOR);
                }
                output.add(token);
            }
            case TdslLexer.FN -> {
                brackets.noteFunction();
                output.add(token);
            }
            default -> layOther(token);
        }
    }

    private void layOther(CommonToken token) {
        Token last = output.isEmpty() ? null : output.getLast();
        Optional<ForeignRuns.Run> run = runs.at(position, last);
        if (run.isPresent()) {
            run.get().stand().ifPresent(output::add);
            position += run.get().length() - 1;
        } else if (foreign.accept(token, last == null ? Token.INVALID_TYPE : last.getType())) {
            output.add(token);
        }
    }

    /// Makes `{ }` one token, which is a block or a dict as the grammar needs.
    private void layEmptyBraces(CommonToken opening, int closingPosition) {
        opening.setType(TdslLexer.EMPTY_BRACES);
        opening.setStopIndex(input.get(closingPosition).getStopIndex());
        brackets.noteBlock();
        output.add(opening);
        position = closingPosition;
    }

    private void layNewline(CommonToken newline) {
        closeSwallowed(newline);
        if (!brackets.isAtStatementLevel() || output.isEmpty()) {
            return;
        }
        Token last = output.getLast();
        boolean nextContinues = Tokens.continuesLineBefore(typeAt(skipNewlines(position)));
        if (!Tokens.endsStatement(last) && !nextContinues && !Tokens.isContinuing(last)) {
            output.add(newline);
        }
    }

    /// Where a string was broken off, it has swallowed the brackets that would have been closed after it.
    private void closeSwallowed(Token lineEnd) {
        if (!output.isEmpty()
                && output.getLast().getType() == TdslLexer.STRING_CLOSE
                && Tokens.isInserted(output.getLast())) {
            brackets.closeLine(lineEnd);
        }
    }

    /// Closes expression brackets that cannot go on at `token`: before a keyword that starts a statement on a
    /// line of its own, and before a block, as in `if (x {`.
    private void closeForgottenBrackets(CommonToken token) {
        if (brackets.isAtStatementLevel() || brackets.isInterpolation()) {
            return;
        }
        if (startsStatementOnNewLine(token)) {
            brackets.closeExpressions(token);
            layNewline(Tokens.insertedBefore(token, TdslLexer.NEWLINE));
        } else if (token.getType() == TdslLexer.LBRACE && opensMisplacedBlock()) {
            brackets.closeExpressions(token);
        }
    }

    private boolean startsStatementOnNewLine(CommonToken token) {
        int next = typeAt(position + 1);
        return Tokens.startsOnlyStatements(token.getType())
                && typeAt(position - 1) == TdslLexer.NEWLINE
                && next != TdslLexer.ASSIGN
                && next != TdslLexer.COLON
                && output.getLast().getType() != TdslLexer.DOT;
    }

    /// Whether the `{` at the current position, within an expression, opens statements though no function
    /// awaits them.
    private boolean opensMisplacedBlock() {
        int next = typeAt(position + 1);
        Token last = output.getLast();
        return brackets.refusesBlocks()
                && (next == TdslLexer.NEWLINE || Tokens.startsOnlyStatements(next))
                && !Tokens.isContinuing(last)
                && !Tokens.isBracketOpening(last.getType())
                && !opensDict()
                && typeAt(skipNewlines(position + 1)) != TdslLexer.RBRACE;
    }

    /// Whether the `{` at the current position is followed by a key and a colon.
    private boolean opensDict() {
        int afterKey = afterKey(skipNewlines(position + 1));
        return typeAt(skipNewlines(afterKey)) == TdslLexer.COLON;
    }

    /// The position after the key of a dict at `start`; the end of the input if there is none.
    private int afterKey(int start) {
        int type = typeAt(start);
        return switch (type) {
            case TdslLexer.STRING_OPEN -> afterMatching(start, TdslLexer.STRING_OPEN, TdslLexer.STRING_CLOSE);
            case TdslLexer.LPAREN -> afterMatching(start, TdslLexer.LPAREN, TdslLexer.RPAREN);
            case TdslLexer.MINUS -> start + 2;
            case TdslLexer.INTEGER, TdslLexer.FLOAT, TdslLexer.MALFORMED_NUMBER, TdslLexer.RAW_STRING -> start + 1;
            default -> Tokens.isName(type) || Tokens.isKeyword(type) ? start + 1 : input.size();
        };
    }

    private int afterMatching(int start, int opening, int closing) {
        int depth = 0;
        for (int index = start; index < input.size(); index++) {
            int type = typeAt(index);
            if (type == opening) {
                depth++;
            } else if (type == closing && --depth == 0) {
                return index + 1;
            }
        }
        return input.size();
    }

    private int skipNewlines(int start) {
        int index = start;
        while (typeAt(index) == TdslLexer.NEWLINE) {
            index++;
        }
        return index;
    }

    private int typeAt(int index) {
        return index >= 0 && index < input.size() ? input.get(index).getType() : Token.EOF;
    }
}
