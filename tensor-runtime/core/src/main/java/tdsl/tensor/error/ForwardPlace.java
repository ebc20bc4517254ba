package tdsl.tensor.error;

/// An error that can say which forward operation's backward it stopped.
public interface ForwardPlace {
    /// Names the place where the forward operation was called, as given to `Tensor.setOrigin`. The first place
    /// stays.
    void madeAt(Object origin);
}
