package tdsl.interpreter.builtins;

import tdsl.interpreter.TdslContext;

/// Names whose value differs between contexts, so that code shared by them must look it up.
public enum ContextVariable {
    /// `args`: the arguments of the script.
    ARGUMENTS {
        @Override
        public Object read(TdslContext context) {
            return context.arguments();
        }
    };

    public abstract Object read(TdslContext context);
}
