package tdsl.grammar.parser;

import java.util.Optional;
import org.antlr.v4.runtime.Token;

/// What to write instead, where what was meant can be guessed.
final class ParseHints {
    private static final String LAMBDA = "a function without a name is written `fn(x) => …`";
    private static final String CHOICE = "a choice is written `if (condition) a else b`";
    private static final String FOR = "write `for i in 0..10 { … }`";
    private static final String NAMES = "names begin with a letter or `_`, and go on with letters, digits and `_`";

    private ParseHints() {}

    static Optional<String> hintFor(ParseSituation situation) {
        if (situation.follows(TdslParser.CATCH, 2)) {
            return Optional.of("write `catch e { … }`, or `catch e is ValueError { … }`");
        }
        String hint = switch (situation.found().getType()) {
            case TdslParser.ASSIGN -> atAssignment(situation);
            case TdslParser.COLON -> atColon(situation);
            case TdslParser.COMMA -> atComma(situation);
            case TdslParser.FAT_ARROW, TdslParser.THIN_ARROW -> atArrow(situation);
            case TdslParser.FOR -> atFor(situation);
            case TdslParser.IF -> situation.expectsExpression() ? null : CHOICE;
            case TdslParser.LET -> situation.isInHeaderOf(TdslParser.RULE_forStatement) ? FOR : null;
            case TdslParser.LBRACE, TdslParser.EMPTY_BRACES -> atBrace(situation);
            case TdslParser.LPAREN, TdslParser.LBRACKET -> atOpening(situation);
            case TdslParser.DOT -> atDot(situation);
            case TdslParser.ELLIPSIS -> "a range is written `0..10`, or `0..=10` with its end";
            case TdslParser.STAR ->
                situation.hasInStatement(TdslParser.IMPORT)
                        ? "name what you need: `from nn import Linear`, or write `nn.Linear` after `import nn`"
                        : null;
            case TdslParser.POWER -> "there is no `**`: pass a dict as an argument of its own";
            case TdslParser.AT ->
                situation.expectsExpression() || situation.expects(TdslParser.LET)
                        ? "there are no decorators: `let f = decorate(fn(x) => …)`"
                        : null;
            case TdslParser.DOUBLE_SLASH -> "a comment begins with `#`";
            case TdslParser.MALFORMED_NUMBER -> situation.expectsName() ? NAMES : null;
            case TdslParser.MINUS -> situation.isIn(TdslParser.RULE_letStatement) ? NAMES : null;
            case TdslParser.NEWLINE -> atLineEnd(situation);
            case TdslParser.STRING_OPEN, TdslParser.RAW_STRING ->
                situation.followsString() ? "`+` joins strings" : atWord(situation);
            case TdslParser.INTERPOLATION_CLOSE ->
                situation.previous().getType() == TdslParser.INTERPOLATION_OPEN
                        ? "`{x}` puts in the value of x; write `{{` for a brace"
                        : null;
            default -> atWord(situation);
        };
        return Optional.ofNullable(hint).or(() -> afterComment(situation));
    }

    private static String atAssignment(ParseSituation situation) {
        if (situation.expectsExpression() || situation.expectsName()) {
            return null;
        }
        if (situation.isInHeaderOf(TdslParser.RULE_forStatement)) {
            return FOR;
        }
        boolean isSecond = situation.expectsEndOfStatement() && situation.hasInStatement(TdslParser.ASSIGN);
        return isSecond ? "every assignment is a statement of its own: `x = 1; y = 1`" : "use `==` to compare";
    }

    private static String atColon(ParseSituation situation) {
        if (situation.isIn(TdslParser.RULE_letStatement)) {
            return "variables take no type; parameters do";
        }
        if (situation.isIn(TdslParser.RULE_operand) && situation.expects(TdslParser.RBRACKET)) {
            return "a slice has at most three parts: `start:stop:step`";
        }
        boolean endsLine = situation.next().getType() == TdslParser.NEWLINE;
        return endsLine ? wordBefore(situation).orElse("a block stands in braces: `{ … }`") : null;
    }

    private static String atComma(ParseSituation situation) {
        if (situation.isIn(TdslParser.RULE_letStatement)) {
            return "write `let (a, b) = …`";
        } else if (situation.isInHeaderOf(TdslParser.RULE_forStatement)) {
            return "write `for (a, b) in …`";
        } else if (situation.hasInStatement(TdslParser.RETURN) && situation.expectsEndOfStatement()) {
            return "several values make a tuple: `return (a, b)`";
        } else if (situation.hasInStatement(TdslParser.IMPORT)) {
            return "each module has an `import` of its own";
        } else if (situation.expectsEndOfStatement()) {
            return "several variables stand in parentheses: `(a, b) = (b, a)`";
        }
        boolean isInIndex = situation.followsOperator() && situation.isWithinIndex();
        return isInIndex ? "`:` takes a whole axis: `x[1, :, 2]`" : null;
    }

    private static String atArrow(ParseSituation situation) {
        return situation.isIn(TdslParser.RULE_functionBody) ? "write `fn name(x) = …`" : LAMBDA;
    }

    private static String atFor(ParseSituation situation) {
        boolean isOpened = situation.expectsExpression()
                || situation.previous() != null && situation.previous().getType() == TdslParser.LBRACKET;
        boolean isComprehension = isOpened || situation.expects(TdslParser.RPAREN);
        return isComprehension ? "a comprehension is written `[f(x) for x in xs]`" : null;
    }

    private static String atBrace(ParseSituation situation) {
        if (situation.isWithin(TdslParser.RULE_atom) && situation.previous().getType() == TdslParser.RPAREN) {
            return "an `if` expression has values, not blocks: `if (c) a else b`";
        }
        boolean isOperand = situation.expectsExpression() || situation.expects(TdslParser.LET);
        return isOperand
                ? "a dict is written `{key: value}`"
                : wordBefore(situation).orElse(null);
    }

    private static String atOpening(ParseSituation situation) {
        if (!situation.isIn(TdslParser.RULE_letStatement)) {
            return atWord(situation);
        }
        return situation.found().getType() == TdslParser.LPAREN
                ? "a function is written `fn name(x) = …`"
                : "an element is assigned without `let`: `x[0] = …`";
    }

    private static String atDot(ParseSituation situation) {
        if (situation.isIn(TdslParser.RULE_letStatement)) {
            return "a field is assigned without `let`: `x.name = …`";
        }
        if (situation.hasInStatement(TdslParser.IMPORT) || situation.hasInStatement(TdslParser.FROM)) {
            return "a module is one name: `import nn`, then `nn.Linear`";
        }
        return situation.next().getType() == TdslParser.INTEGER
                ? "digits stand on both sides of the point: `0.%s`"
                        .formatted(situation.next().getText())
                : null;
    }

    private static String atLineEnd(ParseSituation situation) {
        if (situation.expects(TdslParser.LBRACE) && situation.next().getType() == TdslParser.LBRACE) {
            return "`{` stands in the line of what it belongs to";
        }
        return situation.followsNumberAndPoint() ? "digits stand on both sides of the point: `1.0`" : null;
    }

    private static String atWord(ParseSituation situation) {
        if (situation.isAtEnd() && situation.followsNumberAndPoint()) {
            return "digits stand on both sides of the point: `1.0`";
        }
        Optional<String> word =
                ForeignWords.hintFor(situation.found().getText()).or(() -> wordBefore(situation));
        if (word.isPresent()) {
            return word.get();
        }
        if (situation.isIn(TdslParser.RULE_atom) && situation.expects(TdslParser.LPAREN)) {
            return CHOICE;
        }
        boolean missesComma = situation.expects(TdslParser.COMMA)
                && Tokens.startsOperand(situation.found().getType());
        return missesComma ? "elements are separated by `,`" : null;
    }

    private static Optional<String> wordBefore(ParseSituation situation) {
        return Optional.ofNullable(situation.previous()).map(Token::getText).flatMap(ForeignWords::hintFor);
    }

    /// What looks like a comment of another language was read as a division.
    private static Optional<String> afterComment(ParseSituation situation) {
        return situation.isAfterInLine(TdslParser.DOUBLE_SLASH)
                ? Optional.of("a comment begins with `#`; `//` divides and rounds down")
                : Optional.empty();
    }
}
