/// The annotation processor that turns rows of the op table into methods, the name index, and documentation.
module tdsl.tensor.processor {
    requires java.compiler;

    provides javax.annotation.processing.Processor with
            tdsl.tensor.processor.OpProcessor;
}
