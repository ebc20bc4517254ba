package tdsl.grammar.parser;

import java.util.Map;
import java.util.Optional;
import org.antlr.v4.runtime.Token;

/// What to write instead, where what was meant can be guessed.
final class ParseHints {
    private static final String FUNCTION = "a function is written `fn name(x) { … }`";
    private static final String LAMBDA = "a function without a name is written `fn(x) => …`";
    private static final String VARIABLE = "a variable is declared with `let`";
    private static final String ELSE_IF = "write `else if`";
    private static final String OUTER_VARIABLE = "assign to the outer variable directly";

    /// Keywords of other languages, plain names here.
    private static final Map<String, String> FOREIGN_WORDS = Map.ofEntries(
            Map.entry("def", FUNCTION),
            Map.entry("func", FUNCTION),
            Map.entry("function", FUNCTION),
            Map.entry("lambda", LAMBDA),
            Map.entry("elif", ELSE_IF),
            Map.entry("elsif", ELSE_IF),
            Map.entry("elseif", ELSE_IF),
            Map.entry("var", VARIABLE),
            Map.entry("val", VARIABLE),
            Map.entry("const", VARIABLE),
            Map.entry("except", "write `catch`"),
            Map.entry("raise", "write `throw`"),
            Map.entry("print", "call it: `print(…)`"),
            Map.entry("assert", "call it: `assert(condition, message)`"),
            Map.entry("del", "variables end with their block; `d.pop(key)` removes from a dict or list"),
            Map.entry("global", OUTER_VARIABLE),
            Map.entry("nonlocal", OUTER_VARIABLE),
            Map.entry("step", "write `by`, as in `0..10 by 2`"),
            Map.entry("to", "a range is written `0..10`"));

    private ParseHints() {}

    static Optional<String> hintFor(ParseSituation situation) {
        String hint = switch (situation.found().getType()) {
            case TdslParser.ASSIGN ->
                situation.expectsExpression() || situation.expectsName() ? null : "use `==` to compare";
            case TdslParser.COLON -> atColon(situation);
            case TdslParser.COMMA -> situation.isIn(TdslParser.RULE_letStatement) ? "write `let (a, b) = …`" : null;
            case TdslParser.FAT_ARROW -> atArrow(situation);
            case TdslParser.FOR ->
                situation.expects(TdslParser.RPAREN)
                        ? "a comprehension stands in brackets: `[f(x) for x in xs]`"
                        : null;
            case TdslParser.LBRACE -> atBrace(situation);
            case TdslParser.INTERPOLATION_CLOSE ->
                situation.previous().getType() == TdslParser.INTERPOLATION_OPEN ? "write `{{` for a brace" : null;
            default -> atWord(situation);
        };
        return Optional.ofNullable(hint);
    }

    private static String atColon(ParseSituation situation) {
        if (situation.isIn(TdslParser.RULE_letStatement)) {
            return "variables take no type; parameters do";
        }
        boolean endsLine = situation.next().getType() == TdslParser.NEWLINE;
        return endsLine ? wordBefore(situation).orElse("a block stands in braces: `{ … }`") : null;
    }

    private static String atArrow(ParseSituation situation) {
        return situation.isIn(TdslParser.RULE_functionBody) ? "write `fn name(x) = …`" : LAMBDA;
    }

    private static String atBrace(ParseSituation situation) {
        if (situation.isWithin(TdslParser.RULE_atom) && situation.previous().getType() == TdslParser.RPAREN) {
            return "an `if` expression has values, not blocks: `if (c) a else b`";
        }
        boolean isOperand = situation.expectsExpression() || situation.expects(TdslParser.LET);
        return isOperand ? "a dict is written `{key: value}`" : null;
    }

    private static String atWord(ParseSituation situation) {
        String word = FOREIGN_WORDS.get(situation.found().getText());
        if (word != null) {
            return word;
        }
        boolean missesComma = situation.expects(TdslParser.COMMA)
                && Tokens.startsOperand(situation.found().getType());
        return wordBefore(situation).orElse(missesComma ? "elements are separated by `,`" : null);
    }

    private static Optional<String> wordBefore(ParseSituation situation) {
        return Optional.ofNullable(situation.previous()).map(Token::getText).map(FOREIGN_WORDS::get);
    }
}
