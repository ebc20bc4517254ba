/// The TDSL language on the polyglot engine.
module tdsl.interpreter {
    requires org.graalvm.polyglot;
    requires org.graalvm.truffle;
    requires tdsl.grammar;
    requires tdsl.tensor;

    provides com.oracle.truffle.api.provider.TruffleLanguageProvider with
            tdsl.interpreter.TdslLanguageProvider;
}
