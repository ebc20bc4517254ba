package tdsl.grammar.parser;

import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.RuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.TokenStream;
import org.antlr.v4.runtime.misc.IntervalSet;

/// Where a parser cannot go on, and what around it tells why.
final class ParseSituation {
    private final Token found;
    private final TokenStream tokens;
    private final ParserRuleContext context;
    private final IntervalSet expected;

    ParseSituation(TdslParser parser, Token found, boolean lookedAhead) {
        this.found = found;
        tokens = parser.getInputStream();
        context = parser.getContext();
        expected = lookedAhead ? new IntervalSet() : expectedBy(parser);
    }

    private IntervalSet expectedBy(TdslParser parser) {
        IntervalSet set = new IntervalSet(parser.getExpectedTokens());
        boolean isAfterElement = isIn(TdslParser.RULE_atom) && !followsOpening() && !followsComma();
        if (isAfterElement && (set.contains(TdslParser.RBRACKET) || set.contains(TdslParser.RPAREN))) {
            // The parser has left the row of elements by now, but a comma would have continued it.
            set.remove(TdslParser.FOR);
            set.add(TdslParser.COMMA);
        }
        return set;
    }

    Token found() {
        return found;
    }

    /// The token before the one found, or null at the start.
    Token previous() {
        return found.getTokenIndex() == 0 ? null : tokens.get(found.getTokenIndex() - 1);
    }

    /// The token after the one found; the end of the file follows itself.
    Token next() {
        return tokens.get(Math.min(found.getTokenIndex() + 1, tokens.size() - 1));
    }

    boolean expects(int type) {
        return expected.contains(type);
    }

    boolean isIn(int ruleIndex) {
        return context.getRuleIndex() == ruleIndex;
    }

    boolean isWithin(int ruleIndex) {
        for (RuleContext outer = context; outer != null; outer = outer.parent) {
            if (outer.getRuleIndex() == ruleIndex) {
                return true;
            }
        }
        return false;
    }

    /// Whether the token found belongs to the head of a statement, before its block.
    boolean isInHeaderOf(int statementRule) {
        return isIn(statementRule)
                || isIn(TdslParser.RULE_pattern) && isWithin(statementRule) && !isWithin(TdslParser.RULE_forClause);
    }

    /// Whether the token found stands in the brackets of an index.
    boolean isWithinIndex() {
        return isWithin(TdslParser.RULE_subscript)
                || context instanceof TdslParser.IndexContext
                || isIn(TdslParser.RULE_operand) && expects(TdslParser.ELLIPSIS);
    }

    /// Whether there is such a token between the start of the statement and the token found.
    boolean hasInStatement(int type) {
        return hasBetween(statementStart().getTokenIndex(), type);
    }

    /// Whether there is such a token before the one found in its line.
    boolean isAfterInLine(int type) {
        int start = found.getTokenIndex();
        while (start > 0 && tokens.get(start - 1).getLine() == found.getLine()) {
            start--;
        }
        return hasBetween(start, type);
    }

    private boolean hasBetween(int start, int type) {
        for (int index = start; index < found.getTokenIndex(); index++) {
            if (tokens.get(index).getType() == type) {
                return true;
            }
        }
        return false;
    }

    /// Whether something like `1.` precedes.
    boolean followsNumberAndPoint() {
        int index = found.getTokenIndex();
        return index >= 2
                && tokens.get(index - 1).getType() == TdslParser.DOT
                && tokens.get(index - 2).getType() == TdslParser.INTEGER;
    }

    /// Whether one of the last tokens before the one found has this type.
    boolean follows(int type, int tokens) {
        return hasBetween(Math.max(0, found.getTokenIndex() - tokens), type);
    }

    boolean followsString() {
        return previous() != null
                && (previous().getType() == TdslParser.STRING_CLOSE
                        || previous().getType() == TdslParser.RAW_STRING);
    }

    /// Where the innermost statement starts; between statements, the token found itself.
    Token statementStart() {
        if (isBetweenMembers()) {
            return found;
        }
        for (RuleContext outer = context; outer != null; outer = outer.parent) {
            switch (outer) {
                case TdslParser.StatementContext statement -> {
                    return statement.getStart();
                }
                case TdslParser.ClassMemberContext member -> {
                    return member.getStart();
                }
                case TdslParser.BlockContext _ -> {
                    return found;
                }
                default -> {}
            }
        }
        return found;
    }

    boolean isAtLineEnd() {
        return found.getType() == TdslParser.NEWLINE || isAtEnd();
    }

    /// Whether nothing of the source is left but what TokenLayout has put in at its end.
    boolean isAtEnd() {
        Token last = tokens.get(tokens.size() - 1);
        boolean isLastNewline = found.getType() == TdslParser.NEWLINE && next() == last;
        boolean isPutInAtEnd = Tokens.isInserted(found) && found.getStartIndex() == last.getStartIndex();
        return found == last || isLastNewline || isPutInAtEnd;
    }

    /// Whether the source ends where it must go on: after an operator or comma, or before the `else` of an
    /// expression.
    boolean endsTooEarly() {
        boolean awaitsElse = expects(TdslParser.ELSE) && !expects(TdslParser.NAME);
        return isAtEnd() && (followsOperator() || awaitsElse);
    }

    boolean followsOperator() {
        return previous() != null && Tokens.isContinuing(previous());
    }

    boolean expectsExpression() {
        if (expected.isNil() || followsComma()) {
            boolean mayStart = followsOperator() || followsOpening();
            return mayStart && !expectsName();
        }
        return expects(TdslParser.INTEGER) && !expects(TdslParser.LET);
    }

    private boolean followsComma() {
        return previous() != null && previous().getType() == TdslParser.COMMA;
    }

    private boolean followsOpening() {
        return previous() != null && Tokens.isBracketOpening(previous().getType());
    }

    boolean expectsName() {
        boolean follows = expected.isNil() && previous() != null && previous().getType() == TdslParser.FN;
        boolean isParameter = isIn(TdslParser.RULE_parameters) && (followsOpening() || followsComma());
        return follows
                || isParameter
                || expects(TdslParser.NAME) && !expects(TdslParser.INTEGER) && !isBetweenMembers();
    }

    boolean expectsEndOfStatement() {
        return expects(TdslParser.NEWLINE) && !expects(TdslParser.LET);
    }

    /// Whether a member of a class or a block of an op is to come.
    boolean isBetweenMembers() {
        return expects(TdslParser.RBRACE)
                && (isIn(TdslParser.RULE_classDeclaration) || isIn(TdslParser.RULE_opDeclaration));
    }

    /// Whether a clause is found without the statement that it belongs to.
    boolean isLoneClause() {
        return !expectsExpression()
                && switch (found.getType()) {
                    case TdslParser.ELSE, TdslParser.CATCH, TdslParser.FINALLY -> true;
                    default -> false;
                };
    }

    /// What is expected, as written in a source, without the operators that could lengthen an expression.
    List<String> expectedMarks() {
        return expected.toList().stream()
                .filter(type -> !isLengthening(type))
                .map(ParseSituation::markOf)
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<String> markOf(int type) {
        return switch (type) {
            case TdslParser.DICT_CLOSE, TdslParser.INTERPOLATION_CLOSE -> Optional.of("`}`");
            default ->
                Optional.ofNullable(TdslParser.VOCABULARY.getLiteralName(type))
                        .map(name -> "`" + name.substring(1, name.length() - 1) + "`");
        };
    }

    private boolean isLengthening(int type) {
        boolean isAfterOperand = expects(TdslParser.POWER);
        return isAfterOperand
                && switch (type) {
                    case TdslParser.DOT, TdslParser.LPAREN, TdslParser.LBRACKET, TdslParser.BY -> true;
                    case TdslParser.ASSIGN, TdslParser.FAT_ARROW -> false;
                    default -> Tokens.isOperator(type);
                };
    }

    /// The statement up to the token found, without its first word.
    String textBeforeFound() {
        StringBuilder text = new StringBuilder();
        for (int index = context.getStart().getTokenIndex() + 1; index < found.getTokenIndex(); index++) {
            Token token = tokens.get(index);
            text.append(token.getText()).append(token.getType() == TdslParser.COMMA ? " " : "");
        }
        return text.toString();
    }
}
