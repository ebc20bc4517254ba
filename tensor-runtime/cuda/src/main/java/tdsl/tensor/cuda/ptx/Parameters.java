package tdsl.tensor.cuda.ptx;

import java.util.ArrayList;
import java.util.List;

/// The parameters of a kernel, all of 8 bytes, in the order in which they are first read.
final class Parameters {
    private final PtxBody body;
    private final List<String> names = new ArrayList<>();

    Parameters(PtxBody body) {
        this.body = body;
    }

    /// Reads the next parameter.
    ///
    /// @return the register
    String next(String prefix, String type) {
        String name = "p" + names.size();
        names.add(name);
        return body.make(prefix, "ld.param." + type, "[" + name + "]");
    }

    /// Reads the next parameter, an address.
    String address() {
        return body.make("%l", "cvta.to.global.u64", next("%l", "u64"));
    }

    String declaration() {
        return "\t.param .u64 " + String.join(",\n\t.param .u64 ", names) + "\n";
    }
}
