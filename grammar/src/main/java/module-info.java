/// Source text to syntax tree: the ANTLR grammar and the records it is turned into.
@SuppressWarnings("requires-automatic") // ANTLR's runtime has no module descriptor of its own
module tdsl.grammar {
    requires org.antlr.antlr4.runtime;

    exports tdsl.grammar;
    exports tdsl.grammar.ast;
    exports tdsl.grammar.format;
}
