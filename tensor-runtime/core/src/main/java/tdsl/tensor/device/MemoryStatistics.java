package tdsl.tensor.device;

/// Memory of one device, in bytes.
///
/// @param used     in use by tensors
/// @param peak     the most that was ever in use by tensors
/// @param reserved taken from the device: in use by tensors, or kept for reuse
/// @param total    what the device has, or tensors may take
public record MemoryStatistics(long used, long peak, long reserved, long total) {}
