package tdsl.tensor.cpu.linalg;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CoreChoiceTest {
    private static final String AVX512 = "fpu sse2 avx2 avx512f avx512dq avx512cd avx512bw avx512vl";

    private static Optional<String> choice(String vendor, String flags) {
        return CoreChoice.ofDescription(
                List.of("processor\t: 0", "vendor_id\t: " + vendor, "flags\t\t: " + flags, "", "processor\t: 1"));
    }

    @Test
    void codeForAvx512IsAskedForWhereTheProcessorHasIt() {
        assertEquals(Optional.of("SkylakeX"), choice("AuthenticAMD", AVX512));
        assertEquals(Optional.of("Cooperlake"), choice("AuthenticAMD", AVX512 + " avx512_bf16"));
    }

    @Test
    void theLibraryChoosesForAllOtherProcessors() {
        assertEquals(Optional.empty(), choice("AuthenticAMD", "fpu sse2 avx2"));
        assertEquals(Optional.empty(), choice("GenuineIntel", AVX512));
        assertEquals(Optional.empty(), CoreChoice.ofDescription(List.of()));
        assertEquals(Optional.empty(), CoreChoice.ofDescription(List.of("Features\t: fp asimd")));
    }
}
