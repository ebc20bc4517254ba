package tdsl.interpreter;

import com.oracle.truffle.api.CallTarget;
import com.oracle.truffle.api.ContextThreadLocal;
import com.oracle.truffle.api.Option;
import com.oracle.truffle.api.TruffleLanguage;
import com.oracle.truffle.api.TruffleSafepoint;
import com.oracle.truffle.api.instrumentation.ProvidedTags;
import com.oracle.truffle.api.instrumentation.StandardTags;
import com.oracle.truffle.api.nodes.EncapsulatingNodeReference;
import com.oracle.truffle.api.nodes.ExecutableNode;
import org.graalvm.options.OptionCategory;
import org.graalvm.options.OptionDescriptors;
import org.graalvm.options.OptionKey;
import org.graalvm.options.OptionStability;
import tdsl.interpreter.debug.InlineNode;
import tdsl.interpreter.nodes.module.ProgramRootNode;
import tdsl.interpreter.translate.ProgramTranslator;
import tdsl.tensor.GradMode;
import tdsl.tensor.dispatch.Checkpoint;

/// TDSL as a language of the polyglot engine. Holds no state: contexts that share an engine share its code.
@TruffleLanguage.Registration(
        id = TdslLanguage.ID,
        name = "TDSL",
        implementationName = "TDSL",
        version = "0.1.0",
        defaultMimeType = TdslLanguage.MIME_TYPE,
        characterMimeTypes = TdslLanguage.MIME_TYPE,
        contextPolicy = TruffleLanguage.ContextPolicy.SHARED,
        fileTypeDetectors = SourceFileDetector.class)
@ProvidedTags({
    StandardTags.RootTag.class,
    StandardTags.RootBodyTag.class,
    StandardTags.StatementTag.class,
    StandardTags.CallTag.class,
    StandardTags.ExpressionTag.class,
    StandardTags.ReadVariableTag.class,
    StandardTags.WriteVariableTag.class
})
public final class TdslLanguage extends TruffleLanguage<TdslContext> {
    public static final String ID = "tdsl";
    public static final String MIME_TYPE = "application/x-tdsl";

    /// The ending of the names of source files, with its dot.
    public static final String FILE_ENDING = ".tdsl";

    /// Set where the error output is a terminal, on which a line can be written over.
    @Option(
            name = "ProgressBar",
            help = "Show progress as a bar that moves, rather than as a line now and then.",
            category = OptionCategory.USER)
    static final OptionKey<Boolean> PROGRESS_BAR = new OptionKey<>(false);

    @Option(
            name = "Seed",
            help = "The seed that the context's random numbers start from.",
            category = OptionCategory.USER,
            stability = OptionStability.STABLE)
    static final OptionKey<Long> SEED = new OptionKey<>(0L);

    /// Where tensors are made if nothing says otherwise.
    @Option(
            name = "Device",
            help = "Make tensors on this device unless the program says otherwise: cpu, cuda, cuda:1.",
            category = OptionCategory.USER)
    static final OptionKey<String> DEVICE = new OptionKey<>("cpu");

    /// How operations are recorded, apart for every context: two may run on one thread by turns.
    private final ContextThreadLocal<GradMode> gradMode = locals.createContextThreadLocal((_, _) -> new GradMode());

    /// The mode of the current context and thread.
    GradMode gradMode() {
        return gradMode.get();
    }

    @Override
    protected OptionDescriptors getOptionDescriptors() {
        return new TdslLanguageOptionDescriptors();
    }

    @Override
    protected TdslContext createContext(Env env) {
        Checkpoint.set(TdslLanguage::pollSafepoint);
        return new TdslContext(this, env);
    }

    /// Lets a program be stopped, and a debugger in, while a kernel runs.
    private static void pollSafepoint() {
        TruffleSafepoint.poll(EncapsulatingNodeReference.getCurrent().get());
    }

    @Override
    protected void initializeContext(TdslContext context) {
        StackOverflowRehearsal.perform(this);
    }

    /// Threads may share a context; what their scripts share is theirs to guard.
    @Override
    protected boolean isThreadAccessAllowed(Thread thread, boolean singleThreaded) {
        return true;
    }

    @Override
    protected CallTarget parse(ParsingRequest request) {
        ProgramRootNode program = ProgramTranslator.translate(this, request.getSource());
        // Unknown names show when a source is parsed, and again when the code runs in another context.
        program.check(TdslContext.get(null).topScope());
        return program.getCallTarget();
    }

    @Override
    protected ExecutableNode parse(InlineParsingRequest request) {
        ProgramRootNode program = ProgramTranslator.translate(this, request.getSource());
        return new InlineNode(this, program, request.getLocation());
    }

    @Override
    protected Object getScope(TdslContext context) {
        return context.topScope();
    }
}
