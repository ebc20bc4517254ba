package tdsl.grammar.parser;

import org.antlr.v4.runtime.DefaultErrorStrategy;
import org.antlr.v4.runtime.InputMismatchException;
import org.antlr.v4.runtime.NoViableAltException;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.atn.ATNState;

/// Reports an error where it is met, then gives up the whole statement: no tokens are guessed, so one mistake makes
/// one error.
final class StatementRecovery extends DefaultErrorStrategy {
    private final ParseErrors parseErrors;

    StatementRecovery(ParseErrors parseErrors) {
        this.parseErrors = parseErrors;
    }

    @Override
    public void reportError(Parser parser, RecognitionException error) {
        boolean lookedAhead =
                error instanceof NoViableAltException choice && choice.getStartToken() != choice.getOffendingToken();
        parseErrors.report((TdslParser) parser, error.getOffendingToken(), lookedAhead);
    }

    @Override
    public void recover(Parser parser, RecognitionException error) {
        throw new AbandonedStatement();
    }

    @Override
    public Token recoverInline(Parser parser) {
        throw new InputMismatchException(parser);
    }

    /// Skips what cannot start a statement where one may start, so that the statements after it are still read.
    @Override
    public void sync(Parser parser) {
        if (!isBetweenStatements(parser)) {
            return;
        }
        while (parser.getCurrentToken().getType() != Token.EOF
                && !expects(parser, parser.getCurrentToken().getType())) {
            parseErrors.report((TdslParser) parser, parser.getCurrentToken(), false);
            ((TdslParser) parser).skipStatement(true);
        }
    }

    private static boolean isBetweenStatements(Parser parser) {
        ATNState state = parser.getInterpreter().atn.states.get(parser.getState());
        boolean isLoop =
                state.getStateType() == ATNState.STAR_LOOP_ENTRY || state.getStateType() == ATNState.STAR_LOOP_BACK;
        return isLoop
                && switch (parser.getRuleContext().getRuleIndex()) {
                    case TdslParser.RULE_program,
                            TdslParser.RULE_block,
                            TdslParser.RULE_classDeclaration,
                            TdslParser.RULE_opDeclaration -> true;
                    default -> false;
                };
    }

    private static boolean expects(Parser parser, int type) {
        return parser.getInterpreter()
                .atn
                .nextTokens(parser.getInterpreter().atn.states.get(parser.getState()))
                .contains(type);
    }
}
