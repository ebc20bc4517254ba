package tdsl.grammar.parser;

import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.tree.ParseTree;

/// A parse tree that knows how high it is.
abstract class MeasuredContext extends ParserRuleContext {
    private int height;

    MeasuredContext() {}

    MeasuredContext(ParserRuleContext parent, int invokingState) {
        super(parent, invokingState);
    }

    /// Takes the height from the children, which have been measured. A pipe is flat here but nests in the syntax
    /// tree.
    int measure() {
        int highest = 0;
        if (children != null) {
            for (ParseTree child : children) {
                if (child instanceof MeasuredContext measured) {
                    highest = Math.max(highest, measured.height);
                }
            }
        }
        height = highest
                + (this instanceof TdslParser.ExpressionContext pipe
                        ? pipe.operand().size()
                        : 1);
        return height;
    }
}
