package tdsl.tensor.dispatch;

import java.util.function.Supplier;
import tdsl.tensor.GradMode;

/// What is done around every call of an op, where a program asks for it: measuring.
public final class CallModes {
    /// Whether any mode ever measured, so that calls need not ask for it before. A thread sees what it wrote
    /// itself, which is enough.
    private static boolean used;

    private Profile profile;

    /// Nothing.
    public CallModes() {}

    /// @param profile takes down every call; null for none
    /// @return the profile before, to be restored by the caller
    public static Profile setProfile(Profile profile) {
        used |= profile != null;
        CallModes modes = current();
        Profile previous = modes.profile;
        modes.profile = profile;
        return previous;
    }

    static boolean areUsed() {
        return used;
    }

    private static CallModes current() {
        return GradMode.current().callModes();
    }

    static Object call(Op op, Object[] arguments) {
        CallModes modes = current();
        return modes.profile == null ? op.run(arguments) : modes.profile.measure(op.name(), () -> op.run(arguments));
    }

    /// Runs what computes something in place of calls of ops, so that profiles have it.
    public static <T> T around(String name, Supplier<T> computation) {
        Profile profile = used ? current().profile : null;
        return profile == null ? computation.get() : profile.measure(name, computation);
    }
}
