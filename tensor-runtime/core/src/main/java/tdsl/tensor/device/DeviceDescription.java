package tdsl.tensor.device;

import java.util.Optional;
import tdsl.tensor.Device;

/// A device of the machine, as `tdsl devices` shows it.
///
/// @param name     the maker's name for it
/// @param details  what else tells it from others, such as `compute capability 9.0, 79.6 GiB`
/// @param obstacle the reason why it cannot be used; empty if it can
public record DeviceDescription(Device device, String name, String details, Optional<String> obstacle) {}
