package tdsl.grammar.parser;

import java.util.ArrayDeque;
import java.util.Deque;
import org.antlr.v4.runtime.CharStream;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.Lexer;
import org.antlr.v4.runtime.Token;

/// Keeps track of strings within interpolations within strings, so that `}` ends an interpolation and `:` starts a
/// format exactly where no bracket of the interpolation itself is open. Strings that are never closed are reported
/// and closed here.
abstract class InterpolatingLexer extends Lexer {

    /// A string that is being read, and its interpolation, if that is being read.
    private static final class OpenString {
        final Token quote;
        final boolean isLong;
        Token interpolation;
        int openBraces;
        int otherOpenBrackets;

        OpenString(Token quote) {
            this.quote = quote;
            isLong = quote.getType() == TdslLexer.LONG_STRING_OPEN;
        }

        void enterInterpolation(Token opening) {
            interpolation = opening;
            openBraces = 0;
            otherOpenBrackets = 0;
        }
    }

    private final Deque<OpenString> openStrings = new ArrayDeque<>();
    private final Deque<Token> pending = new ArrayDeque<>();
    private ErrorSink errors;
    private Positions positions;

    InterpolatingLexer(CharStream input) {
        super(input);
    }

    void reportTo(ErrorSink errors, Positions positions) {
        this.errors = errors;
        this.positions = positions;
        removeErrorListeners();
    }

    @Override
    public Token nextToken() {
        if (pending.isEmpty()) {
            track((CommonToken) super.nextToken());
        }
        return pending.removeFirst();
    }

    /// Follows `token` into and out of strings, and queues it, changed where its place changes what it is.
    private void track(CommonToken token) {
        switch (token.getType()) {
            case TdslLexer.STRING_OPEN, TdslLexer.LONG_STRING_OPEN -> {
                openStrings.push(new OpenString(token));
                token.setType(TdslLexer.STRING_OPEN);
            }
            case TdslLexer.STRING_CLOSE -> openStrings.pop();
            case TdslLexer.INTERPOLATION_OPEN -> openStrings.element().enterInterpolation(token);
            case TdslLexer.INTERPOLATION_CLOSE -> openStrings.element().interpolation = null;
            case TdslLexer.LONE_CLOSING_BRACE -> {
                errors.report(positions.of(token), "a lone `}` in a string", "write `}}` for a brace");
                token.setType(TdslLexer.STRING_TEXT);
            }
            case TdslLexer.FORMAT_NESTED -> {
                errors.report(positions.of(token), "a format cannot contain `{`");
                token.setType(TdslLexer.FORMAT_TEXT);
            }
            case TdslLexer.STRING_BROKEN_OFF, TdslLexer.NEWLINE -> {
                breakOffLine(token);
                return;
            }
            case TdslLexer.FORMAT_BROKEN_OFF -> {
                breakOffFormat(token);
                return;
            }
            case EOF -> breakOffAll(token);
            default -> trackInterpolation(token);
        }
        pending.add(token);
    }

    private void trackInterpolation(CommonToken token) {
        OpenString string = openStrings.peek();
        if (string == null || string.interpolation == null) {
            return;
        }
        switch (token.getType()) {
            case TdslLexer.LPAREN, TdslLexer.LBRACKET -> string.otherOpenBrackets++;
            case TdslLexer.RPAREN, TdslLexer.RBRACKET -> string.otherOpenBrackets--;
            case TdslLexer.LBRACE -> string.openBraces++;
            case TdslLexer.RBRACE -> {
                if (string.openBraces == 0) {
                    token.setType(TdslLexer.INTERPOLATION_CLOSE);
                    string.interpolation = null;
                    popMode();
                } else {
                    string.openBraces--;
                }
            }
            case TdslLexer.COLON -> {
                if (string.openBraces == 0 && string.otherOpenBrackets <= 0) {
                    token.setType(TdslLexer.FORMAT_COLON);
                    mode(TdslLexer.FORMAT);
                }
            }
            default -> {}
        }
    }

    /// A line ends: strings on one line end with it, outermost first to blame.
    private void breakOffLine(CommonToken newline) {
        OpenString outermost = null;
        for (OpenString string : openStrings) {
            if (!string.isLong) {
                outermost = string;
            }
        }
        if (outermost != null) {
            reportUnterminated(outermost, false);
            while (openStrings.element() != outermost) {
                closeInnermost(newline);
            }
            closeInnermost(newline);
        }
        newline.setType(TdslLexer.NEWLINE);
        pending.add(newline);
    }

    /// A format met the quote that ends its string, or the end of the line.
    private void breakOffFormat(CommonToken token) {
        reportUnterminated(openStrings.element(), false);
        closeInnermost(token);
        if (!token.getText().equals("\"")) {
            breakOffLine(token);
        }
    }

    private void breakOffAll(Token endOfFile) {
        if (openStrings.isEmpty()) {
            return;
        }
        boolean couldGoOn = openStrings.stream().allMatch(string -> string.isLong);
        reportUnterminated(couldGoOn ? openStrings.peekFirst() : openStrings.peekLast(), couldGoOn);
        while (!openStrings.isEmpty()) {
            closeInnermost(endOfFile);
        }
    }

    private void reportUnterminated(OpenString string, boolean incomplete) {
        if (incomplete) {
            errors.reportIncomplete(
                    positions.of(string.interpolation == null ? string.quote : string.interpolation),
                    string.interpolation == null
                            ? "unterminated string: expected `\"\"\"`"
                            : "expected `}` to close the interpolation in this string");
        } else if (string.interpolation != null) {
            errors.report(
                    positions.of(string.interpolation),
                    "expected `}` to close the interpolation in this string",
                    "write `{{` for a brace");
        } else {
            errors.report(
                    positions.of(string.quote),
                    "unterminated string",
                    "close it with `\"` on the same line, or write `\"\"\"` around several lines");
        }
    }

    /// Queues what the innermost string lacks, and leaves it.
    private void closeInnermost(Token before) {
        OpenString string = openStrings.pop();
        if (string.interpolation != null) {
            pending.add(Tokens.insertedBefore(before, TdslLexer.INTERPOLATION_CLOSE));
        }
        pending.add(Tokens.insertedBefore(before, TdslLexer.STRING_CLOSE));
        leaveModesOf(string);
    }

    private void leaveModesOf(OpenString string) {
        if (string.interpolation != null) {
            popMode();
        }
        popMode();
    }
}
