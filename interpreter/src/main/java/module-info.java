/// The TDSL language on the polyglot engine, and its command line.
@SuppressWarnings("requires-automatic") // JLine has no module descriptor of its own
module tdsl.interpreter {
    requires info.picocli;
    requires java.logging;
    requires transitive org.graalvm.polyglot;
    requires org.graalvm.truffle;
    requires org.jline;
    requires tdsl.grammar;
    requires transitive tdsl.tensor;

    exports tdsl.interpreter.embedding;

    provides com.oracle.truffle.api.provider.TruffleLanguageProvider with
            tdsl.interpreter.TdslLanguageProvider;
}
