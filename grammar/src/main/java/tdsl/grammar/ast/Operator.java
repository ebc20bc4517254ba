package tdsl.grammar.ast;

/// The operators, each with the text that it is written as.
public sealed interface Operator {
    String symbol();

    /// Operators in front of one operand.
    enum Unary implements Operator {
        NEGATE("-"),
        PLUS("+"),
        INVERT("~"),
        NOT("not");

        private final String symbol;

        Unary(String symbol) {
            this.symbol = symbol;
        }

        @Override
        public String symbol() {
            return symbol;
        }
    }

    /// Operators that compute a new value from both operands; each has a compound assignment (`+=`, …).
    enum Binary implements Operator {
        ADD("+"),
        SUBTRACT("-"),
        MULTIPLY("*"),
        DIVIDE("/"),
        FLOOR_DIVIDE("//"),
        REMAINDER("%"),
        MATRIX_MULTIPLY("@"),
        POWER("**"),
        BIT_AND("&"),
        BIT_OR("|"),
        BIT_XOR("^"),
        SHIFT_LEFT("<<"),
        SHIFT_RIGHT(">>");

        private final String symbol;

        Binary(String symbol) {
            this.symbol = symbol;
        }

        @Override
        public String symbol() {
            return symbol;
        }
    }

    /// Operators that compare, test membership or test a kind.
    enum Comparison implements Operator {
        EQUAL("=="),
        NOT_EQUAL("!="),
        LESS("<"),
        LESS_OR_EQUAL("<="),
        GREATER(">"),
        GREATER_OR_EQUAL(">="),
        IN("in"),
        NOT_IN("not in"),
        IS("is"),
        IS_NOT("is not");

        private final String symbol;

        Comparison(String symbol) {
            this.symbol = symbol;
        }

        @Override
        public String symbol() {
            return symbol;
        }
    }

    /// Operators that evaluate their right operand only when the left one has not decided yet.
    enum Logical implements Operator {
        AND("and"),
        OR("or");

        private final String symbol;

        Logical(String symbol) {
            this.symbol = symbol;
        }

        @Override
        public String symbol() {
            return symbol;
        }
    }
}
