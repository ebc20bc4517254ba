package tdsl.interpreter.values.text;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tdsl.interpreter.values.Kinds;
import tdsl.tensor.Tensor;

/// How a value is shown in a string, in Python's format language:
/// `[[fill]align][sign][#][0][width][,|_][.precision][type]`.
public final class FormatSpec {
    private static final Pattern SYNTAX = Pattern.compile(
            "(?:(?<fill>.)?(?<align>[<>^=]))?(?<sign>[+ -])?(?<alternate>#)?"
                    + "(?<zero>0)?(?<width>\\d{1,6})?(?<group>[,_])?(?:\\.(?<precision>\\d{1,4}))?(?<type>[bcdeEfFgGosxX%])?");
    private static final int DEFAULT_PRECISION = 6;
    private static final int DECIMAL_GROUP = 3;
    private static final int BINARY_GROUP = 4;

    private final String fill;
    private final char align;
    private final String sign;
    private final boolean alternate;
    private final int width;
    private final String group;
    /// Digits after the point, or characters of a string; -1 if not given.
    private final int precision;
    /// The last letter; 0 if not given.
    private final char type;

    private FormatSpec(Matcher parts) {
        boolean zero = parts.group("zero") != null;
        fill = parts.group("fill") != null ? parts.group("fill") : zero ? "0" : " ";
        align = parts.group("align") != null ? parts.group("align").charAt(0) : zero ? '=' : 0;
        sign = parts.group("sign") == null ? "-" : parts.group("sign");
        alternate = parts.group("alternate") != null;
        width = parts.group("width") == null ? 0 : Integer.parseInt(parts.group("width"));
        group = parts.group("group") == null ? "" : parts.group("group");
        precision = parts.group("precision") == null ? -1 : Integer.parseInt(parts.group("precision"));
        type = parts.group("type") == null ? 0 : parts.group("type").charAt(0);
    }

    /// @throws IllegalArgumentException if this is no format
    public static FormatSpec parse(String text) {
        Matcher parts = SYNTAX.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("unknown format \"" + text + "\"");
        }
        return new FormatSpec(parts);
    }

    /// The value in this format. A one-element tensor is shown as its number.
    ///
    /// @throws IllegalArgumentException if the format is not for such values
    public String apply(Object value) {
        Object shown =
                value instanceof Tensor tensor && tensor.elementCount() == 1 && type != 's' ? tensor.item() : value;
        return switch (shown) {
            case Long number when isFloatType() -> real(number.doubleValue());
            case Long number -> integer(number);
            case Double number
            when type == 0 && precision < 0 -> padNumber(signOf(number < 0), NumberText.of(Math.abs(number)));
            case Double number when type == 0 || isFloatType() -> real(number);
            default -> text(shown);
        };
    }

    private IllegalArgumentException notFor(String values) {
        return new IllegalArgumentException("format '" + type + "' is not for " + values);
    }

    private boolean isFloatType() {
        return type != 0 && "eEfFgG%".indexOf(type) >= 0;
    }

    private String text(Object value) {
        if (type != 0 && type != 's') {
            throw notFor(Kinds.describe(value));
        }
        String shown = Display.bare(value);
        if (precision >= 0 && shown.codePointCount(0, shown.length()) > precision) {
            shown = shown.substring(0, shown.offsetByCodePoints(0, precision));
        }
        return pad("", shown, align == 0 ? '<' : align);
    }

    private String integer(long value) {
        boolean negative = value < 0;
        // The magnitude of the smallest int has no positive long, but reads the same as unsigned.
        long magnitude = Math.abs(value);
        return switch (type) {
            case 0, 'd' -> padNumber(signOf(negative), grouped(Long.toUnsignedString(magnitude), DECIMAL_GROUP));
            case 'b' -> radix(negative, "0b", Long.toBinaryString(magnitude));
            case 'o' -> radix(negative, "0o", Long.toOctalString(magnitude));
            case 'x' -> radix(negative, "0x", Long.toHexString(magnitude));
            case 'X' -> radix(negative, "0X", Long.toHexString(magnitude).toUpperCase(Locale.ROOT));
            case 'c' -> pad("", Character.toString((int) value), align == 0 ? '<' : align);
            default -> throw notFor("an int");
        };
    }

    private String radix(boolean negative, String prefix, String digits) {
        return padNumber(signOf(negative) + (alternate ? prefix : ""), grouped(digits, BINARY_GROUP));
    }

    private String real(double value) {
        boolean negative = value < 0 || 1 / value < 0;
        double magnitude = Math.abs(value);
        String unit = type == '%' ? "%" : "";
        if (!Double.isFinite(value)) {
            return padNumber(signOf(value < 0), NumberText.of(magnitude) + unit);
        }
        int digits = precision < 0 ? DEFAULT_PRECISION : precision;
        String shown = switch (type) {
            case 'e', 'E' -> scientific(magnitude, digits);
            case 0, 'g', 'G' -> general(magnitude, Math.max(digits, 1));
            case '%' -> fixed(new BigDecimal(magnitude).movePointRight(2), digits);
            default -> fixed(new BigDecimal(magnitude), digits);
        };
        boolean upper = type == 'E' || type == 'G';
        return padNumber(signOf(negative), (upper ? shown.toUpperCase(Locale.ROOT) : shown) + unit);
    }

    private String fixed(BigDecimal value, int digits) {
        String plain = value.setScale(digits, RoundingMode.HALF_EVEN).toPlainString();
        int point = plain.indexOf('.');
        return point < 0
                ? grouped(plain, DECIMAL_GROUP)
                : grouped(plain.substring(0, point), DECIMAL_GROUP) + plain.substring(point);
    }

    private static String scientific(double value, int digits) {
        if (value == 0) {
            return (digits == 0 ? "0" : "0." + "0".repeat(digits)) + "e+00";
        }
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(digits + 1, RoundingMode.HALF_EVEN));
        String significant = rounded.unscaledValue().toString();
        significant = (significant + "0".repeat(digits + 1)).substring(0, digits + 1);
        int exponent = rounded.precision() - rounded.scale() - 1;
        String mantissa = digits == 0 ? significant : significant.charAt(0) + "." + significant.substring(1);
        return mantissa + String.format(Locale.ROOT, "e%s%02d", exponent < 0 ? "-" : "+", Math.abs(exponent));
    }

    /// The shorter of the fixed and the scientific form with so many significant digits, without trailing zeros.
    private String general(double value, int digits) {
        if (value == 0) {
            return type == 0 ? "0.0" : "0";
        }
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(digits, RoundingMode.HALF_EVEN));
        int exponent = rounded.precision() - rounded.scale() - 1;
        if (exponent < -4 || exponent >= digits) {
            String scientific = scientific(value, digits - 1);
            int mark = scientific.indexOf('e');
            return withoutTrailingZeros(scientific.substring(0, mark)) + scientific.substring(mark);
        }
        String plain = withoutTrailingZeros(fixed(new BigDecimal(value), Math.max(digits - 1 - exponent, 0)));
        return type == 0 && !plain.contains(".") ? plain + ".0" : plain;
    }

    private static String withoutTrailingZeros(String number) {
        return number.contains(".") ? number.replaceAll("0+$", "").replaceAll("\\.$", "") : number;
    }

    private String signOf(boolean negative) {
        return negative ? "-" : sign.equals("-") ? "" : sign;
    }

    private String grouped(String digits, int size) {
        if (group.isEmpty()) {
            return digits;
        }
        StringBuilder result = new StringBuilder(digits);
        for (int i = digits.length() - size; i > 0; i -= size) {
            result.insert(i, group);
        }
        return result.toString();
    }

    private String padNumber(String prefix, String digits) {
        return pad(prefix, digits, align == 0 ? '>' : align);
    }

    private String pad(String prefix, String body, char side) {
        String whole = prefix + body;
        int missing = width - whole.codePointCount(0, whole.length());
        if (missing <= 0) {
            return whole;
        }
        return switch (side) {
            case '<' -> whole + fill.repeat(missing);
            case '^' -> fill.repeat(missing / 2) + whole + fill.repeat(missing - missing / 2);
            case '=' -> prefix + fill.repeat(missing) + body;
            default -> fill.repeat(missing) + whole;
        };
    }
}
