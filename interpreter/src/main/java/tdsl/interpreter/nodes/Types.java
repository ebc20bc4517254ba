package tdsl.interpreter.nodes;

import com.oracle.truffle.api.dsl.TypeSystem;

/// The kinds of value that nodes pass on without boxing them.
@TypeSystem({long.class, double.class, boolean.class})
public abstract class Types {}
