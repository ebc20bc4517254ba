package tdsl.interpreter.builtins.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.io.IOAccess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TensorFilesTest {
    @TempDir
    private Path folder;

    private Value run(String code) {
        try (Context context = Context.newBuilder("tdsl")
                .allowIO(IOAccess.ALL)
                .option("engine.WarnInterpreterOnly", "false")
                .build()) {
            context.getBindings("tdsl").putMember("folder", folder.toString());
            return Value.asValue(context.eval("tdsl", code).asString());
        }
    }

    @Test
    void aDictOfTensorsComesBackFromSafetensors() {
        String code = """
                let path = folder + "/model.safetensors"
                save(path, {"layer.weight": [1.5, 2; 3, 4].to(bf16), mask: tensor([true, false])})
                let read = load(path)
                string([list(read.keys()), read["layer.weight"].dtype, read["layer.weight"].tolist(), read.mask.tolist()])
                """;
        assertEquals(
                "[[\"layer.weight\", \"mask\"], bf16, [[1.5, 2.0], [3.0, 4.0]], [true, false]]",
                run(code).asString());
    }

    @Test
    void anUnknownEndingIsRefusedWithThoseThatAreKnown() {
        PolyglotException error = assertThrows(PolyglotException.class, () -> run("save(\"x.pt\", ones(2))"));
        assertTrue(error.getMessage().contains(".npy, .npz or .safetensors"), error.getMessage());
    }

    @Test
    void withoutFileAccessNothingIsRead() {
        try (Context context = Context.newBuilder("tdsl")
                .allowIO(IOAccess.NONE)
                .option("engine.WarnInterpreterOnly", "false")
                .build()) {
            for (String ending : new String[] {"npy", "npz", "safetensors"}) {
                String code = "load(\"" + folder.resolve("x." + ending) + "\")";
                PolyglotException error = assertThrows(PolyglotException.class, () -> context.eval("tdsl", code));
                assertTrue(error.isGuestException(), error.getMessage());
            }
        }
    }
}
