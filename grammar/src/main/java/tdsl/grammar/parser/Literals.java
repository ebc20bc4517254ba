package tdsl.grammar.parser;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.TerminalNode;
import tdsl.grammar.ast.Expression;
import tdsl.grammar.ast.Span;
import tdsl.grammar.ast.StringPart;
import tdsl.grammar.parser.TdslParser.ExpressionContext;
import tdsl.grammar.parser.TdslParser.InterpolationContext;
import tdsl.grammar.parser.TdslParser.StringContext;
import tdsl.grammar.parser.TdslParser.StringPartContext;

/// Values of numbers and strings as written.
final class Literals {
    private final Build build;

    Literals(Build build) {
        this.build = build;
    }

    /// The integer that `digits` write, with a minus before it if `negative`.
    Expression integer(Span span, String digits, boolean negative) {
        String plain = digits.replace("_", "");
        if (plain.length() > 1 && plain.matches("0\\d+")) {
            build.errors()
                    .report(
                            span,
                            "an integer cannot start with 0",
                            "write `" + plain.replaceFirst("^0+(?=\\d)", "") + "`");
            return new Expression.IntegerLiteral(span, 0);
        }
        try {
            return new Expression.IntegerLiteral(span, parse(plain, negative));
        } catch (NumberFormatException _) {
            build.errors()
                    .report(
                            span,
                            "integer %s%s does not fit in 64 bits".formatted(negative ? "-" : "", digits),
                            "the largest is 9223372036854775807; a float, such as 1e20, reaches further");
            return new Expression.IntegerLiteral(span, 0);
        }
    }

    private static long parse(String plain, boolean negative) {
        String sign = negative ? "-" : "";
        if (plain.startsWith("0x")) {
            return Long.parseLong(sign + plain.substring(2), 16);
        }
        if (plain.startsWith("0b")) {
            return Long.parseLong(sign + plain.substring(2), 2);
        }
        return Long.parseLong(sign + plain);
    }

    Expression floating(Span span, String text) {
        double value = Double.parseDouble(text.replace("_", ""));
        if (Double.isInfinite(value)) {
            build.errors()
                    .report(span, "float " + text + " is too large", "the largest is about 1.8e308; infinity is `inf`");
        }
        return new Expression.FloatLiteral(span, value);
    }

    Expression malformedNumber(Span span, String text) {
        build.errors().report(span, "malformed number `" + text + "`", malformedNumberHint(text));
        return new Expression.IntegerLiteral(span, 0);
    }

    private static String malformedNumberHint(String text) {
        if (text.matches("[0-9_]+")) {
            return "`_` stands between two digits";
        }
        if (text.startsWith("0x")) {
            return "after `0x` come the digits 0-9 and a-f";
        }
        if (text.startsWith("0b")) {
            return "after `0b` come the digits 0 and 1";
        }
        if (text.matches("0[XBoO].*")) {
            return "numbers are decimal, `0x…` or `0b…`";
        }
        if (text.matches("[0-9_.]+[eE]")) {
            return "the exponent has no digits";
        }
        return text.indexOf('.') != text.lastIndexOf('.')
                ? "a number has one `.` at most"
                : "a name cannot start with a digit, and a number has no suffix";
    }

    /// A string with its escapes replaced; `expressionOf` builds what is interpolated.
    Expression string(StringContext string, Function<ExpressionContext, Expression> expressionOf) {
        Span span = build.span(string);
        if (string.RAW_STRING() != null) {
            return new Expression.StringLiteral(
                    span, rawValue(string.RAW_STRING().getText()));
        }
        List<StringPart> parts = parts(string, expressionOf);
        boolean isPlain = parts.stream().allMatch(StringPart.Text.class::isInstance);
        return isPlain
                ? new Expression.StringLiteral(
                        span, parts.isEmpty() ? "" : ((StringPart.Text) parts.getFirst()).value())
                : new Expression.InterpolatedString(span, parts);
    }

    private static String rawValue(String token) {
        boolean isClosed = token.length() > 1 && token.endsWith("'");
        return token.substring(1, isClosed ? token.length() - 1 : token.length());
    }

    /// The parts of a string, neighbouring pieces of text as one.
    private List<StringPart> parts(StringContext string, Function<ExpressionContext, Expression> expressionOf) {
        List<StringPart> parts = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        Token textStart = null;
        Token textEnd = null;
        for (StringPartContext part : string.stringPart()) {
            if (part.interpolation() == null) {
                textStart = textStart == null ? part.getStart() : textStart;
                textEnd = part.getStop();
                text.append(textOf(part));
                continue;
            }
            if (textStart != null) {
                parts.add(new StringPart.Text(build.positions().of(textStart, textEnd), text.toString()));
                text.setLength(0);
                textStart = null;
            }
            parts.add(interpolation(part.interpolation(), expressionOf));
        }
        if (textStart != null) {
            parts.add(new StringPart.Text(build.positions().of(textStart, textEnd), text.toString()));
        }
        return parts;
    }

    private StringPart interpolation(
            InterpolationContext interpolation, Function<ExpressionContext, Expression> expressionOf) {
        String format = String.join("", Build.map(interpolation.FORMAT_TEXT(), TerminalNode::getText));
        return new StringPart.Interpolation(
                build.span(interpolation),
                expressionOf.apply(interpolation.expression()),
                Build.optional(interpolation.FORMAT_COLON(), _ -> format));
    }

    private String textOf(StringPartContext part) {
        String text = part.getText();
        return switch (part.getStart().getType()) {
            case TdslParser.STRING_BRACE -> text.substring(1);
            case TdslParser.STRING_ESCAPE -> escaped(part, text);
            default -> text;
        };
    }

    private String escaped(ParserRuleContext part, String escape) {
        boolean hasDigits = escape.length() > 2 && (escape.startsWith("\\x") || escape.startsWith("\\u"));
        if (hasDigits) {
            return codePoint(part, escape.replaceAll("[\\\\xu{}]", ""));
        }
        return switch (escape) {
            case "\\n" -> "\n";
            case "\\t" -> "\t";
            case "\\r" -> "\r";
            case "\\0" -> "\0";
            case "\\b" -> "\b";
            case "\\f" -> "\f";
            case "\\\\", "\\\"", "\\'", "\\{", "\\}" -> escape.substring(1);
            case "\\\n", "\\\r", "\\\r\n" -> "";
            default -> {
                build.errors().report(build.span(part), "unknown escape `" + escape + "`", escapeHint(escape));
                yield "";
            }
        };
    }

    private static String escapeHint(String escape) {
        return switch (escape) {
            case "\\x" -> "`\\x` is followed by two hexadecimal digits";
            case "\\u" -> "`\\u` is followed by four hexadecimal digits, or by some in braces: `\\u{1F600}`";
            default -> "write `\\\\` for a backslash, or use a raw string: '…'";
        };
    }

    private String codePoint(ParserRuleContext part, String hexadecimal) {
        boolean fits = hexadecimal.length() <= 8 && Long.parseLong(hexadecimal, 16) <= Character.MAX_CODE_POINT;
        if (!fits) {
            build.errors().report(build.span(part), "no character has the number " + hexadecimal, "the last is 10FFFF");
            return "";
        }
        return Character.toString(Integer.parseInt(hexadecimal, 16));
    }
}
