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
    void aMappedFileIsReadAndCannotBeChanged() {
        String code = """
                fn try_change(t) { try { t += 1 } catch e { return e.kind } }
                save(folder + "/x.npy", arange(6).reshape(2, 3))
                save(folder + "/x.safetensors", {a: ones(2)})
                let x = load(folder + "/x.npy", mmap=true)
                let refused = try_change(x)
                string([x[1].tolist(), load(folder + "/x.safetensors", mmap=true).a.sum().item(), refused])
                """;
        assertEquals("[[3, 4, 5], 2.0, \"ValueError\"]", run(code).asString());
    }

    @Test
    void aCompressedFileIsNotMapped() {
        PolyglotException error = assertThrows(
                PolyglotException.class,
                () -> run("save(folder + \"/x.npz\", {a: ones(2)}); string(load(folder + \"/x.npz\", mmap=true))"));
        assertTrue(error.getMessage().contains("cannot be mapped"), error.getMessage());
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
                for (String mapping : new String[] {"", ", mmap=true"}) {
                    String code = "load(\"" + folder.resolve("x." + ending) + "\"" + mapping + ")";
                    PolyglotException error = assertThrows(PolyglotException.class, () -> context.eval("tdsl", code));
                    assertTrue(error.isGuestException(), error.getMessage());
                }
            }
        }
    }
}
