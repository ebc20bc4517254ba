package tdsl.grammar.parser;

/// Carries an error, reported already, out to the statement it is in, which is given up.
final class AbandonedStatement extends RuntimeException {
    private static final long serialVersionUID = 1L;

    AbandonedStatement() {
        super(null, null, false, false);
    }
}
