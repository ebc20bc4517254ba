package tdsl.grammar.parser;

import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.TokenStream;
import org.antlr.v4.runtime.atn.RuleTransition;

/// A parser whose trees have a bounded height, so that neither it nor anyone who walks a tree runs out of stack;
/// and which resumes at the end of a statement after an error.
abstract class BoundedParser extends Parser {

    /// How high a parse tree may be, in rules. Long operator chains reach it sooner than nested brackets, since
    /// each operator is one more level of the tree.
    static final int MAX_HEIGHT = 1000;

    private int depth;

    BoundedParser(TokenStream input) {
        super(input);
    }

    abstract TdslParser.BlockContext block();

    /// Makes errors be reported, one for each statement that has any.
    public void reportTo(ErrorSink errors, Positions positions) {
        setErrorHandler(new StatementRecovery(new ParseErrors(errors, positions)));
    }

    @Override
    public void enterRule(ParserRuleContext context, int state, int ruleIndex) {
        enter();
        super.enterRule(context, state, ruleIndex);
    }

    @Override
    public void exitRule() {
        depth--;
        measure(_ctx);
        super.exitRule();
    }

    @Override
    public void pushNewRecursionContext(ParserRuleContext context, int state, int ruleIndex) {
        measure(_ctx);
        super.pushNewRecursionContext(context, state, ruleIndex);
    }

    @Override
    public void enterRecursionRule(ParserRuleContext context, int state, int ruleIndex, int precedence) {
        enter();
        super.enterRecursionRule(context, state, ruleIndex, precedence);
    }

    private void enter() {
        if (++depth > MAX_HEIGHT) {
            throw new NestingTooDeep(getCurrentToken());
        }
    }

    @Override
    public void unrollRecursionContexts(ParserRuleContext parent) {
        depth--;
        measure(_ctx);
        super.unrollRecursionContexts(parent);
    }

    private void measure(ParserRuleContext context) {
        if (((MeasuredContext) context).measure() > MAX_HEIGHT) {
            throw new NestingTooDeep(getCurrentToken());
        }
    }

    /// Skips the rest of a statement that has an error.
    void resumeAfterStatement(ParserRuleContext statement) {
        skipStatement(statement.getStart().getType() != TdslParser.OP);
    }

    /// Skips to the end of a statement, past it.
    ///
    /// @param readsBlocks whether blocks on the way are parsed, for the errors in them
    void skipStatement(boolean readsBlocks) {
        if (startsInlineBraces()) {
            skipBlock();
        }
        while (true) {
            switch (getCurrentToken().getType()) {
                case Token.EOF -> {
                    return;
                }
                case TdslParser.NEWLINE, TdslParser.SEMICOLON -> {
                    consume();
                    // No statement begins with a block: this one belongs to the statement that has the error.
                    if (getCurrentToken().getType() != TdslParser.LBRACE) {
                        return;
                    }
                }
                case TdslParser.LBRACE -> {
                    if (readsBlocks) {
                        readBlock();
                    } else {
                        skipBlock();
                    }
                }
                default -> consume();
            }
        }
    }

    /// Whether the error is at a brace whose line goes on: something like `{1, 2}`, rather than a block of
    /// statements.
    private boolean startsInlineBraces() {
        return getCurrentToken().getType() == TdslParser.LBRACE
                && getCurrentToken().getLine() == getInputStream().LT(2).getLine();
    }

    private void readBlock() {
        int state = getState();
        setState(BlockCall.STATE);
        try {
            block();
        } catch (AbandonedStatement _) {
            // Its error is reported, and the caller goes on with what follows.
        } finally {
            setState(state);
        }
    }

    private void skipBlock() {
        int open = 0;
        do {
            switch (consume().getType()) {
                case TdslParser.LBRACE -> open++;
                case TdslParser.RBRACE -> open--;
                default -> {}
            }
        } while (open > 0 && getCurrentToken().getType() != Token.EOF);
    }

    /// A state in which the grammar calls for a block. A block that is read in passing is read as if from there,
    /// since ANTLR works out from the calling state what may follow.
    private static final class BlockCall {
        static final int STATE = TdslParser._ATN.states.stream()
                .filter(state -> state.ruleIndex == TdslParser.RULE_whileStatement)
                .filter(state -> state.transition(0) instanceof RuleTransition call
                        && call.target.ruleIndex == TdslParser.RULE_block)
                .findFirst()
                .orElseThrow()
                .stateNumber;
    }
}
