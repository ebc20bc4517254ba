package tdsl.tensor.device;

/// Work of a device that was recorded once and can be repeated as one, which costs the host far less than to start it
/// piece by piece. It works on the same memory each time: what is to change between repetitions is written into tensors
/// in place, and results are in the tensors that they were in the first time.
public interface DeviceGraph {
    /// Ends the recording, and does the work for the first time.
    ///
    /// @throws tdsl.tensor.error.DeviceException if it cannot be repeated
    void end();

    /// Ends the recording without doing the work.
    void abandon();

    /// Does the work again.
    void replay();
}
