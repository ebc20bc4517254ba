package tdsl.grammar.parser;

import org.antlr.v4.runtime.Token;

/// Ends a parse that would need more stack than it may use, here or in whoever walks the tree.
public final class NestingTooDeep extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Token token;

    NestingTooDeep(Token token) {
        super(null, null, false, false);
        this.token = token;
    }

    /// Where the source went too deep.
    public Token token() {
        return token;
    }
}
